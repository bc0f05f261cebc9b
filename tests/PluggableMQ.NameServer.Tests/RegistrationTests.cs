using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using static PluggableMQ.NameServer.Tests.Support.BrokerRequests;

namespace PluggableMQ.NameServer.Tests;

public class RegistrationTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("inmemory")]
    public async Task Register_OneTopicWithANewVersion_KeepsTheOthers(string scheme)
    {
        await using var server = await TestNameServer.StartAsync(scheme);
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T1"), Topic("T2")));

        await broker.RegisterAsync(Body(2, Topic("T3")));

        Assert.Equal(["T1", "T2", "T3"], await broker.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
    }

    [Fact]
    public async Task Register_SameVersionAgain_IgnoresTheTopics()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T", perm: 6)));

        await broker.RegisterAsync(Body(1, Topic("T", perm: 4), Topic("New")));

        Assert.Equal(6, (await broker.FindRouteAsync("T"))!.QueueDatas[0].Perm);
        Assert.Null(await broker.FindRouteAsync("New"));
    }

    [Fact]
    public async Task Register_SameCounterWithAnotherTimestamp_IsANewVersion()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1, Topic("T", perm: 6)));
        var restarted = Body(1, Topic("T", perm: 4));
        restarted.TopicConfigSerializeWrapper.DataVersion = new DataVersion(999_999, 1);

        await broker.RegisterAsync(restarted);

        Assert.Equal(4, (await broker.FindRouteAsync("T"))!.QueueDatas[0].Perm);
    }

    [Fact]
    public async Task Register_Slave_GetsItsMastersAddressesAndAddsNoTopics()
    {
        await using var server = await TestNameServer.StartAsync();
        var master = server.Connect();
        var slave = server.Connect();
        var early = await slave.RegisterAsync(Body(1, Topic("FromSlave")), address: "10.0.0.2:10911", id: 1);
        Assert.Null(early.Fields.GetString("masterAddr"u8));
        await master.RegisterAsync(Body(1, Topic("T")));

        var response = await slave.RegisterAsync(Body(1, Topic("FromSlave")), address: "10.0.0.2:10911", id: 1);

        Assert.Equal("10.0.0.1:10911", response.Fields.GetString("masterAddr"u8));
        Assert.Equal("10.0.0.1:10912", response.Fields.GetString("haServerAddr"u8));
        Assert.Null(await slave.FindRouteAsync("FromSlave"));
        Assert.Equal(new Dictionary<long, string> { [0] = "10.0.0.1:10911", [1] = "10.0.0.2:10911" }, (await slave.FindRouteAsync("T"))!.BrokerDatas[0].BrokerAddrs);
    }

    [Fact]
    public async Task Register_SlaveBecomesMaster_MovesItsAddress()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        await broker.RegisterAsync(Body(1), address: "10.0.0.2:10911", id: 1);

        // The same version, but the first registration under this id, so the topics count.
        await broker.RegisterAsync(Body(1, Topic("T")), address: "10.0.0.2:10911", id: 0);

        Assert.Equal(new Dictionary<long, string> { [0] = "10.0.0.2:10911" }, (await broker.FindRouteAsync("T"))!.BrokerDatas[0].BrokerAddrs);
    }

    [Fact]
    public async Task Register_CompressedBody_IsRead()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        var body = Body(1, Topic("T", perm: 4, queues: 7));

        var response = await broker.InvokeAsync(CreateRegistration(body.Encode(compressed: true), compressed: true));

        Assert.True(response.Code == ResponseCode.Success, response.Remark);
        var queue = Assert.Single((await broker.FindRouteAsync("T"))!.QueueDatas);
        Assert.Equal((4, 7, 7), (queue.Perm, queue.ReadQueueNums, queue.WriteQueueNums));
    }

    [Fact]
    public async Task Register_WithoutBody_RegistersTheBrokerAlone()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();

        Assert.Equal(ResponseCode.Success, (await broker.InvokeAsync(CreateRegistration([], crc: 0))).Code);

        var info = ClusterInfo.Decode((await broker.InvokeAsync(RequestCode.GetBrokerClusterInfo)).Body.ToArray());
        Assert.Equal("broker-a", Assert.Single(info.BrokerAddrTable).Key);
    }

    [Fact]
    public async Task Register_BrokerOfBefore3011_SendsTheTopicsAlone()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        var request = CreateRegistration(Body(1, Topic("T")).TopicConfigSerializeWrapper.Encode());
        request.Version = MqVersion.V3011 - 1;

        Assert.Equal(ResponseCode.Success, (await broker.InvokeAsync(request)).Code);

        Assert.NotNull(await broker.FindRouteAsync("T"));
    }

    [Fact]
    public async Task Register_BrokerOfRocketMq5_HasWhatIsUnknownIgnored()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        var request = CreateRegistration(Encoding.UTF8.GetBytes(
            """{"filterServerList":[],"topicConfigSerializeWrapper":{"dataVersion":{"counter":1,"stateVersion":0,"timestamp":5},"mappingDataVersion":{"counter":0},"topicConfigTable":{"T":{"attributes":{},"order":false,"perm":6,"readQueueNums":4,"topicFilterType":"SINGLE_TAG","topicName":"T","topicSysFlag":0,"writeQueueNums":4}},"topicQueueMappingInfoMap":{"x":{"a":[1,2]}}}}"""));
        request.Fields.Set("enableActingMaster", "false");
        request.Fields.Set("heartbeatTimeoutMillis", "10000");

        Assert.Equal(ResponseCode.Success, (await broker.InvokeAsync(request)).Code);

        Assert.NotNull(await broker.FindRouteAsync("T"));
    }

    [Fact]
    public async Task Register_FilterServers_AppearInRoutesUntilTheListIsEmpty()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        var body = Body(1, Topic("T"));
        body.FilterServerList = ["10.0.0.1:30000"];
        await broker.RegisterAsync(body);
        Assert.Equal(["10.0.0.1:30000"], (await broker.FindRouteAsync("T"))!.FilterServerTable["10.0.0.1:10911"]);

        body.FilterServerList = null;
        await broker.RegisterAsync(body);
        Assert.Single((await broker.FindRouteAsync("T"))!.FilterServerTable);

        body.FilterServerList = [];
        await broker.RegisterAsync(body);
        Assert.Empty((await broker.FindRouteAsync("T"))!.FilterServerTable);
    }

    [Fact]
    public async Task Register_OrderedTopicsConfigured_AreInTheAnswer()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        Assert.Equal(0, (await broker.RegisterAsync(Body(1))).BodyLength);
        await broker.InvokeAsync(RequestCode.PutKvConfig, default, ("namespace", "ORDER_TOPIC_CONFIG"), ("key", "T"), ("value", "broker-a:4"));

        var response = await broker.RegisterAsync(Body(1));

        Assert.Equal("""{"table":{"T":"broker-a:4"}}""", Encoding.UTF8.GetString(response.Body.ToArray()));
    }

    [Fact]
    public async Task Unregister_LastOfItsName_TakesItsTopicsAndItsClusterAlong()
    {
        await using var server = await TestNameServer.StartAsync();
        var a = server.Connect();
        var b = server.Connect();
        await a.RegisterAsync(Body(1, Topic("OnlyA"), Topic("Both")));
        await b.RegisterAsync(Body(1, Topic("Both")), name: "broker-b", address: "10.0.0.3:10911", cluster: "D");

        var response = await a.InvokeAsync(RequestCode.UnregisterBroker, default,
            ("brokerName", "broker-a"), ("brokerAddr", "10.0.0.1:10911"), ("clusterName", "C"), ("brokerId", "0"));

        Assert.Equal(ResponseCode.Success, response.Code);
        Assert.Null(await b.FindRouteAsync("OnlyA"));
        Assert.Equal("broker-b", Assert.Single((await b.FindRouteAsync("Both"))!.QueueDatas).BrokerName);
        Assert.Equal(
            """{"brokerAddrTable":{"broker-b":{"brokerAddrs":{0:"10.0.0.3:10911"},"brokerName":"broker-b","cluster":"D"}},"clusterAddrTable":{"D":["broker-b"]}}""",
            Encoding.UTF8.GetString((await b.InvokeAsync(RequestCode.GetBrokerClusterInfo)).Body.ToArray()));
    }

    [Fact]
    public async Task QueryDataVersion_KnownAndUnknownBroker_SaysWhetherItChanged()
    {
        await using var server = await TestNameServer.StartAsync();
        var broker = server.Connect();
        (string, string)[] fields = [("brokerName", "broker-a"), ("brokerAddr", "10.0.0.1:10911"), ("clusterName", "C"), ("brokerId", "0")];

        var unknown = await broker.InvokeAsync(RequestCode.QueryDataVersion, new DataVersion(1001, 1).Encode(), fields);
        Assert.Equal("true", unknown.Fields.GetString("changed"u8));
        Assert.Equal(0, unknown.BodyLength);

        await broker.RegisterAsync(Body(1, Topic("T")));
        var same = await broker.InvokeAsync(RequestCode.QueryDataVersion, new DataVersion(1001, 1).Encode(), fields);
        Assert.Equal("false", same.Fields.GetString("changed"u8));
        Assert.Equal("""{"counter":1,"timestamp":1001}""", Encoding.UTF8.GetString(same.Body.ToArray()));

        var other = await broker.InvokeAsync(RequestCode.QueryDataVersion, new DataVersion(1001, 2).Encode(), fields);
        Assert.Equal("true", other.Fields.GetString("changed"u8));
    }
}
