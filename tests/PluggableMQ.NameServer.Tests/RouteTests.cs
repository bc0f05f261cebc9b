using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using static PluggableMQ.NameServer.Tests.Support.BrokerRequests;

namespace PluggableMQ.NameServer.Tests;

public class RouteTests
{
    private static async Task<string> GetRouteTextAsync(TestPeer peer, int version, bool? standardOnly = null)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.GetRouteInfoByTopic);
        request.Version = version;
        request.Fields.Set("topic", "T");
        if (standardOnly is { } value) request.Fields.Set("acceptStandardJsonOnly", value ? "true" : "false");
        return Encoding.UTF8.GetString((await peer.InvokeAsync(request)).Body.ToArray());
    }

    [Fact]
    public async Task Route_RequestersOfSeveralVersions_GetTheirFlavourOfJson()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T")));
        await peer.RegisterAsync(Body(1), address: "10.0.0.2:10911", id: 1);
        const string Rest = """
            "brokerName":"broker-a","cluster":"C"}],"filterServerTable":{},"queueDatas":[{"brokerName":"broker-a","perm":6,"readQueueNums":4,"topicSysFlag":0,"writeQueueNums":4}]}
            """;
        const string Legacy = """{"brokerDatas":[{"brokerAddrs":{0:"10.0.0.1:10911",1:"10.0.0.2:10911"},""" + Rest;
        const string Standard = """{"brokerDatas":[{"brokerAddrs":{"0":"10.0.0.1:10911","1":"10.0.0.2:10911"},""" + Rest;

        Assert.Equal(Legacy, await GetRouteTextAsync(peer, version: 400));
        Assert.Equal(Legacy, await GetRouteTextAsync(peer, version: 400, standardOnly: false));
        Assert.Equal(Standard, await GetRouteTextAsync(peer, version: 400, standardOnly: true));
        Assert.Equal(Standard, await GetRouteTextAsync(peer, version: 401));
        Assert.Equal(Standard, await GetRouteTextAsync(peer, version: 401, standardOnly: false));
    }

    [Fact]
    public async Task Route_UnknownTopic_IsCode17InJavasWords()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await server.Connect().InvokeAsync(RequestCode.GetRouteInfoByTopic, default, ("topic", "Nowhere"));

        Assert.Equal(ResponseCode.TopicNotExist, response.Code);
        Assert.Equal("No topic route info in name server for the topic: Nowhere\nSee http://rocketmq.apache.org/docs/faq/ for further details.", response.Remark);
    }

    [Fact]
    public async Task Route_WithoutHeader_IsCode17()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await server.Connect().InvokeAsync(RequestCode.GetRouteInfoByTopic);

        Assert.Equal(ResponseCode.TopicNotExist, response.Code);
        Assert.StartsWith("No topic route info in name server for the topic: null\n", response.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_SeveralBrokers_AreSortedByName()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        foreach (var name in new[] { "broker-c", "broker-a", "broker-b" }) await peer.RegisterAsync(Body(1, Topic("T")), name, name + ":10911");

        var route = await peer.FindRouteAsync("T");

        Assert.Equal(["broker-a", "broker-b", "broker-c"], route!.QueueDatas.Select(queue => queue.BrokerName));
        Assert.Equal(["broker-a", "broker-b", "broker-c"], route.BrokerDatas.Select(broker => broker.BrokerName));
    }

    [Fact]
    public async Task Route_OrderedTopic_CarriesItsOrderOnlyWhenEnabled()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T"), Topic("U")));
        await peer.InvokeAsync(RequestCode.PutKvConfig, default, ("namespace", "ORDER_TOPIC_CONFIG"), ("key", "T"), ("value", "broker-a:4"));
        Assert.Null((await peer.FindRouteAsync("T"))!.OrderTopicConf);

        server.Options.OrderMessageEnable = true;

        Assert.Equal("broker-a:4", (await peer.FindRouteAsync("T"))!.OrderTopicConf);
        Assert.Null((await peer.FindRouteAsync("U"))!.OrderTopicConf);
    }

    [Fact]
    public async Task UnknownCode_IsNotAnsweredAndTheConnectionGoesOn()
    {
        await using var server = await TestNameServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Port);
        var unknown = RemotingCommand.CreateRequest(9999);
        unknown.Opaque = 1;
        var known = RemotingCommand.CreateRequest(RequestCode.GetBrokerClusterInfo);
        known.Opaque = 2;

        await connection.SendAsync(unknown);
        await connection.SendAsync(known);

        Assert.Equal(2, (await connection.ReceiveAsync()).Opaque);
    }

    [Fact]
    public async Task Queries_WhileBrokersComeAndGo_AlwaysSeeWholeRegistrations()
    {
        await using var server = await TestNameServer.StartAsync("inmemory");
        var stable = server.Connect();
        await stable.RegisterAsync(Body(1, Topic("T")), "stable", "stable:10911");
        using var done = new CancellationTokenSource();
        var changing = Task.Run(async () =>
        {
            var broker = server.Connect();
            for (var i = 0; i < 300; i++)
            {
                await broker.RegisterAsync(Body(i, Topic("T"), Topic("T" + i)), "flaky", "flaky:10911");
                await broker.InvokeAsync(RequestCode.UnregisterBroker, default, ("brokerName", "flaky"), ("brokerAddr", "flaky:10911"), ("clusterName", "C"), ("brokerId", "0"));
            }

            await done.CancelAsync();
        });
        while (!done.IsCancellationRequested)
        {
            var route = await stable.FindRouteAsync("T");
            Assert.Equal(route!.QueueDatas.Select(queue => queue.BrokerName), route.BrokerDatas.Select(broker => broker.BrokerName));
            if (changing.IsFaulted) break;
        }

        await changing;
        Assert.Equal(["T"], await stable.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
    }
}
