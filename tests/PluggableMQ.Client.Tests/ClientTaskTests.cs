using System.Text;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

/// <summary>What a client does by itself, and when.</summary>
public sealed class ClientTaskTests
{
    [Fact]
    public async Task Start_ThenTimePasses_RequestsComeInJavasOrder()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Routes["TBW102"] = Routes.Of(8, ("broker-a", cluster.BrokerA.Address));
        var producer = await cluster.StartProducerAsync();
        Assert.Empty(cluster.NameServer.Received);

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal("TBW102", (await cluster.NameServer.WaitForAsync(RequestCode.GetRouteInfoByTopic))["topic"]);
        await cluster.Log.WaitForAsync("RoutesPolled");
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        Assert.Equal(["TBW102", "T", "TBW102"], cluster.NameServer.Get(RequestCode.GetRouteInfoByTopic).Select(request => request["topic"]));
        Assert.Empty(cluster.BrokerA.Get(RequestCode.HeartBeat));

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(990));
        await cluster.Log.WaitForAsync("HeartbeatSent");
        Assert.Single(cluster.BrokerA.Get(RequestCode.HeartBeat));

        cluster.AddTopic("T");
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(29_010));
        await cluster.Log.WaitForAsync("RoutesPolled", 2);
        Assert.Equal(["T", "TBW102"], cluster.NameServer.Get(RequestCode.GetRouteInfoByTopic).Skip(3).Select(request => request["topic"]).Order());
        Assert.Single(cluster.BrokerA.Get(RequestCode.HeartBeat));

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(990));
        await cluster.BrokerA.WaitForAsync(RequestCode.HeartBeat, 2);
        await cluster.BrokerB.WaitForAsync(RequestCode.HeartBeat);
    }

    [Fact]
    public async Task RouteQuery_Always_AsksForStandardJson()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.StartProducerAsync();
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(10));
        var request = await cluster.NameServer.WaitForAsync(RequestCode.GetRouteInfoByTopic);
        Assert.Equal([new("topic", "TBW102"), new("acceptStandardJsonOnly", "true")], request.Fields);
        Assert.Equal(LanguageCode.DotNet, request.Language);
        Assert.Equal(409, request.Version);
    }

    [Fact]
    public async Task Heartbeat_SharedClient_NamesAllGroupsAsJavaWritesThem()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("TBW102");
        await cluster.StartProducerAsync();
        await cluster.StartProducerAsync(options => options.ProducerGroup = "second_group");
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(10));
        await cluster.Log.WaitForAsync("RouteChanged");

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        var request = await cluster.BrokerA.WaitForAsync(RequestCode.HeartBeat);
        Assert.Equal(
            """{"clientID":"192.0.2.2@test","consumerDataSet":[],"producerDataSet":[{"groupName":"test_group"},{"groupName":"second_group"},{"groupName":"CLIENT_INNER_PRODUCER"}]}""",
            Encoding.UTF8.GetString(request.Body));
        Assert.Empty(request.Fields);
        Assert.Single(cluster.BrokerA.Get(RequestCode.HeartBeat));
    }

    [Fact]
    public async Task Heartbeat_ProducersOnly_GoesToMastersWithAConsumerAlsoToSlaves()
    {
        await using var cluster = await Cluster.StartAsync();
        var slave = (await cluster.AddServerAsync()).ServeSends();
        cluster.Routes["T"] = Routes.Of(1, ("broker-a", cluster.BrokerA.Address));
        cluster.Routes["T"].BrokerDatas[0].BrokerAddrs[1] = slave.Address;
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await cluster.Log.WaitForAsync("RoutesPolled");
        await cluster.Log.WaitForAsync("HeartbeatSent");

        var consumer = cluster.CreateConsumer();
        await consumer.StartAsync();
        await consumer.FetchSubscribeQueuesAsync("T");
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        var request = await slave.WaitForAsync(RequestCode.HeartBeat);
        Assert.Contains("@STREAM", Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
        Assert.Equal("0", request["ReqT"]);
        Assert.Single(slave.Received);
    }

    [Fact]
    public async Task Heartbeat_BrokerInNoRouteAnyMore_IsForgotten()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await cluster.Log.WaitForAsync("RoutesPolled");
        await cluster.Log.WaitForAsync("HeartbeatSent");
        Assert.Single(cluster.BrokerB.Get(RequestCode.HeartBeat));

        cluster.Routes["T"] = Routes.Of(2, ("broker-a", cluster.BrokerA.Address));
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(29_010));
        await cluster.Log.WaitForAsync("RoutesPolled", 2);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(990));
        Assert.Contains("broker-b", await cluster.Log.WaitForAsync("BrokerOffline"), StringComparison.Ordinal);
        await cluster.Log.WaitForAsync("HeartbeatSent", 2);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(29_010));
        await cluster.Log.WaitForAsync("RoutesPolled", 3);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(990));
        await cluster.Log.WaitForAsync("HeartbeatSent", 3);

        Assert.Equal(3, cluster.BrokerA.Get(RequestCode.HeartBeat).Count);
        Assert.Single(cluster.BrokerB.Get(RequestCode.HeartBeat));
    }

    [Fact]
    public async Task Heartbeat_OneBrokerFails_OthersGetTheirs()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.HeartBeat, ResponseCode.SystemError, "no");
        var producer = await cluster.StartProducerAsync();
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        await cluster.BrokerB.WaitForAsync(RequestCode.HeartBeat);
        Assert.Contains("CODE: 1  DESC: no", await cluster.Log.WaitForAsync("HeartbeatFailed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameServers_ListChanges_TheNewOneIsAskedFromThenOn()
    {
        await using var cluster = await Cluster.StartAsync();
        var second = (await cluster.AddServerAsync()).ServeRoutes(cluster.Routes);
        await cluster.StartProducerAsync();
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(10));
        await cluster.Log.WaitForAsync("RoutesPolled");

        cluster.NameServerAddresses = [second.Address];
        var changes = cluster.Log.Get("NameServersChanged").Count;
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(9_990));
        await cluster.Log.WaitForAsync("NameServersChanged", changes + 1);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(20_010));

        await second.WaitForAsync(RequestCode.GetRouteInfoByTopic);
        Assert.Single(cluster.NameServer.Received);
    }

    [Fact]
    public async Task NameServers_LookupFailsOrIsEmpty_TheOnesInForceStay()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();

        cluster.Lookup = () => throw new IOException("the address server is down");
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("the address server is down", await cluster.Log.WaitForAsync("NameServerLookupFailed"), StringComparison.Ordinal);
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        var asked = new TaskCompletionSource();
        cluster.Lookup = () =>
        {
            asked.TrySetResult();
            return Task.FromResult<IReadOnlyList<string>>([]);
        };
        cluster.Clock.Advance(TimeSpan.FromSeconds(120));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await producer.FetchPublishQueuesAsync("T");
    }

    [Fact]
    public async Task NameServers_LookupDoesNotAnswer_IsCutOffAfterThreeSeconds()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Lookup = () => new TaskCompletionSource<IReadOnlyList<string>>().Task;
        var producer = cluster.CreateProducer();
        var start = producer.StartAsync().AsTask();
        await cluster.LookedUp.WaitAsync(TimeSpan.FromSeconds(60));

        cluster.Clock.Advance(TimeSpan.FromSeconds(3));

        await start.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("3000 ms", await cluster.Log.WaitForAsync("NameServerLookupFailed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_SeveralProducersStartAtOnce_ShareOneStart()
    {
        await using var cluster = await Cluster.StartAsync();
        var lookups = 0;
        cluster.Lookup = () =>
        {
            Interlocked.Increment(ref lookups);
            return Task.FromResult<IReadOnlyList<string>>([cluster.NameServer.Address]);
        };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => cluster.StartProducerAsync(options => options.ProducerGroup = $"group_{i}")));
        Assert.Equal(1, lookups);
        Assert.Single(cluster.Log.Get("ClientStarted"));
    }
}
