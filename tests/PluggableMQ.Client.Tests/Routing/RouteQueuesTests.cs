using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.Routing;

public sealed class RouteQueuesTests
{
    [Fact]
    public void GetPublishQueues_SeveralBrokers_AreSortedByNameAndId()
    {
        var route = new TopicRouteData { QueueDatas = [Queues("b2", 2), Queues("B1", 1)], BrokerDatas = [Broker("b2", 0), Broker("B1", 0)] };
        Assert.Equal([new("T", "B1", 0), new("T", "b2", 0), new("T", "b2", 1)], RouteQueues.GetPublishQueues("T", route));
    }

    [Fact]
    public void GetPublishQueues_NoWritePermissionOrNoMasterOrUnknownBroker_AreLeftOut()
    {
        var route = new TopicRouteData
        {
            QueueDatas = [Queues("readonly", 1, perm: 4), Queues("slaveOnly", 1), Queues("unknown", 1), Queues("good", 1)],
            BrokerDatas = [Broker("readonly", 0), Broker("slaveOnly", 1), Broker("good", 0, 1)],
        };
        Assert.Equal([new("T", "good", 0)], RouteQueues.GetPublishQueues("T", route));
    }

    [Fact]
    public void GetPublishQueues_OrderConfiguration_DecidesAlone()
    {
        var route = new TopicRouteData { OrderTopicConf = "b2:1;b1:2;", QueueDatas = [Queues("b1", 8)], BrokerDatas = [Broker("b1", 0)] };
        Assert.Equal([new("T", "b2", 0), new("T", "b1", 0), new("T", "b1", 1)], RouteQueues.GetPublishQueues("T", route));
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("b1:x")]
    [InlineData(":4")]
    [InlineData("b1:-1")]
    public void GetPublishQueues_BrokenOrderConfiguration_IsAnError(string configuration)
    {
        var route = new TopicRouteData { OrderTopicConf = configuration };
        Assert.Contains(configuration, Assert.Throws<InvalidDataException>(() => RouteQueues.GetPublishQueues("T", route)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetSubscribeQueues_SlaveOnly_CanBeRead()
    {
        var route = new TopicRouteData
        {
            QueueDatas = [Queues("slaveOnly", 1, read: 2), Queues("writeonly", 1, perm: 2)],
            BrokerDatas = [Broker("slaveOnly", 1), Broker("writeonly", 0)],
        };
        Assert.Equal([new("T", "slaveOnly", 0), new("T", "slaveOnly", 1)], RouteQueues.GetSubscribeQueues("T", route));
    }

    [Fact]
    public void GetPublishQueues_AbsurdNumber_IsAnErrorAndTakesNoMemory()
    {
        var route = new TopicRouteData { QueueDatas = [Queues("b", int.MaxValue)], BrokerDatas = [Broker("b", 0)] };
        Assert.Contains("2147483647", Assert.Throws<InvalidDataException>(() => RouteQueues.GetPublishQueues("T", route)).Message, StringComparison.Ordinal);
    }

    private static QueueData Queues(string broker, int write, int perm = 6, int? read = null)
        => new() { BrokerName = broker, WriteQueueNums = write, ReadQueueNums = read ?? write, Perm = perm };

    private static BrokerData Broker(string name, params long[] ids)
    {
        var broker = new BrokerData { BrokerName = name, Cluster = "C" };
        foreach (var id in ids) broker.BrokerAddrs[id] = $"{name}:{10911 + id}";
        return broker;
    }
}
