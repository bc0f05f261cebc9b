using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Testing;
using static PluggableMQ.NameServer.Tests.Support.BrokerRequests;

namespace PluggableMQ.NameServer.Tests;

public class LivenessTests
{
    private const int BrokerDisconnected = 3003;
    private const int BrokerExpired = 3004;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>Moves the clock in steps, with traffic between so that the connection is not closed for idleness.</summary>
    private static async Task AdvanceAsync(ManualClock clock, TestPeer peer, int seconds)
    {
        for (var passed = 0; passed < seconds; passed += (int)Step.TotalSeconds)
        {
            await peer.FindRouteAsync("T");
            clock.Advance(Step);
        }
    }

    [Fact]
    public async Task Scan_BrokerThatRegistersNoMore_IsRemovedAfter120SecondsAndItsConnectionClosed()
    {
        var clock = new ManualClock();
        await using var server = await TestNameServer.StartAsync(clock: clock);
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T")));

        // Scans come at 5, 15, ... 115, 125 seconds; 120 is the limit.
        await AdvanceAsync(clock, broker, seconds: 120);
        Assert.NotNull(await broker.FindRouteAsync("T"));
        Assert.False(server.Log.Has(BrokerExpired));
        clock.Advance(Step);

        Assert.Contains("10.0.0.1:10911", await server.Log.WaitAsync(BrokerExpired), StringComparison.Ordinal);
        var client = server.Connect();
        Assert.Null(await client.FindRouteAsync("T"));
        Assert.Empty(await client.ListTopicsAsync(RequestCode.GetSystemTopicListFromNs));
    }

    [Fact]
    public async Task Scan_BrokerThatRegistersAgain_Stays()
    {
        var clock = new ManualClock();
        await using var server = await TestNameServer.StartAsync(clock: clock);
        var broker = server.Connect();
        for (var round = 0; round < 6; round++)
        {
            await broker.RegisterAsync(Body(1, Topic("T")));
            await AdvanceAsync(clock, broker, seconds: 60);
        }

        Assert.NotNull(await broker.FindRouteAsync("T"));
        Assert.False(server.Log.Has(BrokerExpired));
    }

    [Fact]
    public async Task Scan_BrokerThatOnlyQueriesItsUnchangedVersion_Stays()
    {
        var clock = new ManualClock();
        await using var server = await TestNameServer.StartAsync(clock: clock);
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T")));
        for (var round = 0; round < 4; round++)
        {
            await AdvanceAsync(clock, broker, seconds: 60);
            await broker.InvokeAsync(RequestCode.QueryDataVersion, new DataVersion(1001, 1).Encode(),
                ("brokerName", "broker-a"), ("brokerAddr", "10.0.0.1:10911"), ("clusterName", "C"), ("brokerId", "0"));
        }

        Assert.NotNull(await broker.FindRouteAsync("T"));
        Assert.False(server.Log.Has(BrokerExpired));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("inmemory")]
    public async Task Close_BrokersConnection_RemovesItAtOnce(string scheme)
    {
        await using var server = await TestNameServer.StartAsync(scheme);
        var broker = server.Connect();
        var client = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T")));
        Assert.NotNull(await client.FindRouteAsync("T"));

        await broker.DisconnectAsync();

        await server.Log.WaitAsync(BrokerDisconnected);
        Assert.Null(await client.FindRouteAsync("T"));
        Assert.Empty(await client.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
    }

    [Fact]
    public async Task Close_MastersConnection_LeavesTheSlaveInTheRoute()
    {
        await using var server = await TestNameServer.StartAsync();
        var master = server.Connect();
        var slave = server.Connect();
        await master.RegisterAsync(Body(1, Topic("T")));
        await slave.RegisterAsync(Body(1, Topic("T")), address: "10.0.0.2:10911", id: 1);

        await master.DisconnectAsync();

        await server.Log.WaitAsync(BrokerDisconnected);
        var route = await slave.FindRouteAsync("T");
        Assert.Equal(new Dictionary<long, string> { [1] = "10.0.0.2:10911" }, Assert.Single(route!.BrokerDatas).BrokerAddrs);
        Assert.Single(route.QueueDatas);
    }

    [Fact]
    public async Task Close_OldConnectionOfABrokerThatCameBack_ChangesNothing()
    {
        await using var server = await TestNameServer.StartAsync();
        var old = server.Connect();
        var renewed = server.Connect();
        await old.RegisterAsync(Body(1, Topic("Other")), name: "broker-b", address: "10.0.0.3:10911");
        await old.RegisterAsync(Body(1, Topic("T")));
        await renewed.RegisterAsync(Body(1, Topic("T")));

        await old.DisconnectAsync();

        // broker-b went with the old connection, which shows that its end has been dealt with.
        Assert.Contains("10.0.0.3:10911", await server.Log.WaitAsync(BrokerDisconnected), StringComparison.Ordinal);
        Assert.Null(await renewed.FindRouteAsync("Other"));
        Assert.NotNull(await renewed.FindRouteAsync("T"));
    }

    [Fact]
    public async Task Close_SilentConnection_HappensAfter120SecondsAndTakesTheBrokerAlong()
    {
        var clock = new ManualClock();
        await using var server = await TestNameServer.StartAsync(clock: clock, configure: static options => options.BrokerChannelExpiredTime = int.MaxValue);
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T")));

        clock.Advance(TimeSpan.FromSeconds(110));
        Assert.NotNull(await broker.FindRouteAsync("T"));
        clock.Advance(TimeSpan.FromSeconds(300));

        await server.Log.WaitAsync(BrokerDisconnected);
        Assert.False(server.Log.Has(BrokerExpired));
        Assert.Null(await server.Connect().FindRouteAsync("T"));
    }
}
