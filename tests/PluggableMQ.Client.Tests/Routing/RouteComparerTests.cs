using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.Routing;

public sealed class RouteComparerTests
{
    [Fact]
    public void AreEqual_OtherOrder_IsTheSame()
    {
        var left = Make();
        var right = Make();
        right.QueueDatas.Reverse();
        right.BrokerDatas.Reverse();
        Assert.True(RouteComparer.AreEqual(left, right));
    }

    public static TheoryData<string, Action<TopicRouteData>> Changes => new()
    {
        { "read queues", static route => route.QueueDatas[0].ReadQueueNums++ },
        { "write queues", static route => route.QueueDatas[0].WriteQueueNums++ },
        { "permission", static route => route.QueueDatas[0].Perm = 4 },
        { "flags", static route => route.QueueDatas[0].TopicSysFlag = 1 },
        { "queues gone", static route => route.QueueDatas.RemoveAt(0) },
        { "broker gone", static route => route.BrokerDatas.RemoveAt(0) },
        { "broker renamed", static route => route.BrokerDatas[0].BrokerName = "c" },
        { "address", static route => route.BrokerDatas[0].BrokerAddrs[0] = "other:1" },
        { "slave added", static route => route.BrokerDatas[0].BrokerAddrs[1] = "slave:1" },
        { "master became slave", static route =>
        {
            route.BrokerDatas[0].BrokerAddrs.Remove(0, out var address);
            route.BrokerDatas[0].BrokerAddrs[1] = address!;
        }
        },
        { "cluster", static route => route.BrokerDatas[0].Cluster = "D" },
        { "order", static route => route.OrderTopicConf = "a:1" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AreEqual_AnythingChanged_IsNotTheSame(string what, Action<TopicRouteData> change)
    {
        var changed = Make();
        change(changed);
        Assert.False(RouteComparer.AreEqual(Make(), changed), what);
        Assert.False(RouteComparer.AreEqual(changed, Make()), what);
    }

    private static TopicRouteData Make() => Support.Routes.Of(4, ("a", "a:1"), ("b", "b:1"));
}
