using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>Tells whether a route has changed: queues and brokers, in any order (<c>topicRouteDataIsChange</c>).</summary>
internal static class RouteComparer
{
    public static bool AreEqual(TopicRouteData left, TopicRouteData right)
        => (left.OrderTopicConf ?? "") == (right.OrderTopicConf ?? "")
            && AreEqual(left.QueueDatas, right.QueueDatas, static data => data.BrokerName, AreEqual)
            && AreEqual(left.BrokerDatas, right.BrokerDatas, static data => data.BrokerName, AreEqual);

    private static bool AreEqual<T>(IReadOnlyCollection<T> left, IReadOnlyCollection<T> right, Func<T, string> name, Func<T, T, bool> equal)
        => left.Count == right.Count
            && left.OrderBy(name, StringComparer.Ordinal).Zip(right.OrderBy(name, StringComparer.Ordinal), equal).All(static same => same);

    private static bool AreEqual(QueueData left, QueueData right)
        => left.BrokerName == right.BrokerName && left.ReadQueueNums == right.ReadQueueNums && left.WriteQueueNums == right.WriteQueueNums
            && left.Perm == right.Perm && left.TopicSysFlag == right.TopicSysFlag;

    private static bool AreEqual(BrokerData left, BrokerData right)
        => left.BrokerName == right.BrokerName && left.Cluster == right.Cluster && left.BrokerAddrs.Count == right.BrokerAddrs.Count
            && left.BrokerAddrs.All(address => right.BrokerAddrs.TryGetValue(address.Key, out var other) && other == address.Value);
}
