using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <content>What an operator changes. A broker's next registration with a new version brings back what it has.</content>
internal sealed partial class RouteTable
{
    /// <summary>Takes the write permission from all topics of a broker (205).</summary>
    /// <returns>How many topics the broker has.</returns>
    public int WipeWritePermission(string brokerName) => ChangePermissions(brokerName, static permission => permission & ~Permission.Write);

    /// <summary>Gives all topics of a broker read and write permission (327).</summary>
    /// <returns>How many topics the broker has.</returns>
    public int AddWritePermission(string brokerName) => ChangePermissions(brokerName, static _ => Permission.Read | Permission.Write);

    /// <summary>Removes a topic (216) from all brokers, or from those of a cluster.</summary>
    public void DeleteTopic(string topic, string? cluster) => Write(() =>
    {
        if (!_topics.TryGetValue(topic, out var queues)) return 0;
        var brokers = queues.Keys.ToList();
        if (!string.IsNullOrEmpty(cluster))
            brokers = _clusters.TryGetValue(cluster, out var names) ? brokers.FindAll(names.Contains) : [];
        return brokers.Count(name => RemoveQueue(topic, name));
    });

    private int ChangePermissions(string brokerName, Func<int, int> change) => Write(() =>
    {
        var count = 0;
        foreach (var queues in _topics.Values)
        {
            if (!queues.TryGetValue(brokerName, out var queue)) continue;
            queues[brokerName] = new QueueData
            {
                BrokerName = brokerName,
                ReadQueueNums = queue.ReadQueueNums,
                WriteQueueNums = queue.WriteQueueNums,
                Perm = change(queue.Perm),
                TopicSysFlag = queue.TopicSysFlag,
            };
            count++;
        }

        return count;
    });
}
