using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>Makes routes.</summary>
internal static class Routes
{
    /// <summary>A route with the same number of queues on each broker, which is a master.</summary>
    public static TopicRouteData Of(int queues, params (string Name, string Address)[] brokers) => new()
    {
        QueueDatas = [.. brokers.Select(broker => new QueueData { BrokerName = broker.Name, ReadQueueNums = queues, WriteQueueNums = queues, Perm = 6 })],
        BrokerDatas = [.. brokers.Select(broker => new BrokerData { Cluster = "DefaultCluster", BrokerName = broker.Name, BrokerAddrs = { [0] = broker.Address } })],
    };
}
