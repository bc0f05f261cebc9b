using System.Globalization;
using PluggableMQ.Abstractions;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>Makes the queue lists of a route (<c>topicRouteData2TopicPublishInfo</c>, <c>...SubscribeInfo</c>).</summary>
internal static class RouteQueues
{
    // A route says how many queues there are in a few bytes; this keeps a wrong one from taking all memory.
    private const int MaxQueues = 65_536;

    /// <summary>The queues to send to: those of an order configuration; else those of brokers that may be written and have a master, by
    /// broker name and id.</summary>
    public static MessageQueue[] GetPublishQueues(string topic, TopicRouteData route)
    {
        var queues = new List<MessageQueue>();
        if (!string.IsNullOrEmpty(route.OrderTopicConf))
        {
            AddOrdered(queues, topic, route.OrderTopicConf);
            return [.. queues];
        }

        foreach (var data in route.QueueDatas.OrderBy(static data => data.BrokerName, StringComparer.Ordinal))
        {
            if (!CanWrite(data)) continue;
            var broker = route.BrokerDatas.FirstOrDefault(broker => broker.BrokerName == data.BrokerName);
            if (broker is null || !broker.BrokerAddrs.ContainsKey(BrokerTable.MasterId)) continue;
            Add(queues, topic, data.BrokerName, data.WriteQueueNums);
        }

        return [.. queues];
    }

    /// <summary>The queues to pull from: those of brokers that may be read; a master need not be there.</summary>
    public static MessageQueue[] GetSubscribeQueues(string topic, TopicRouteData route)
    {
        var queues = new List<MessageQueue>();
        foreach (var data in route.QueueDatas.OrderBy(static data => data.BrokerName, StringComparer.Ordinal))
        {
            if (CanRead(data)) Add(queues, topic, data.BrokerName, data.ReadQueueNums);
        }

        return [.. queues];
    }

    // "broker-a:4;broker-b:4"
    private static void AddOrdered(List<MessageQueue> queues, string topic, string configuration)
    {
        foreach (var item in configuration.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !int.TryParse(item.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new InvalidDataException($"The route of topic {topic} has the order configuration '{configuration}'; broker:number;broker:number was expected.");
            Add(queues, topic, item[..colon], count);
        }
    }

    private static void Add(List<MessageQueue> queues, string topic, string brokerName, int count)
    {
        if (count > MaxQueues - queues.Count)
            throw new InvalidDataException($"The route of topic {topic} names {count} queues at broker {brokerName}; more than {MaxQueues} are not accepted.");
        for (var id = 0; id < count; id++) queues.Add(new MessageQueue(topic, brokerName, id));
    }

    private static bool CanWrite(QueueData data) => (data.Perm & Permission.Write) != 0;

    private static bool CanRead(QueueData data) => (data.Perm & Permission.Read) != 0;
}
