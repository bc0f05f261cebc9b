using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>Cuts a template topic's route down to what the broker will create from it.</summary>
internal static class RouteTemplate
{
    /// <summary>Limits the queues of each broker to a number.</summary>
    public static void Limit(TopicRouteData route, int queueCount)
    {
        foreach (var queues in route.QueueDatas)
        {
            var count = Math.Min(queueCount, queues.ReadQueueNums);
            queues.ReadQueueNums = count;
            queues.WriteQueueNums = count;
        }
    }
}
