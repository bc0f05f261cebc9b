using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using static PluggableMQ.NameServer.Tests.Support.BrokerRequests;

namespace PluggableMQ.NameServer.Tests;

public sealed class TopicTests
{
    private static async Task<int> GetPermissionAsync(TestPeer peer, string topic) => (await peer.FindRouteAsync(topic))!.QueueDatas[0].Perm;

    private static async Task<TestPeer> RegisterTwoClustersAsync(TestNameServer server)
    {
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("Both"), Topic("OnlyA", sysFlag: 1)));
        await peer.RegisterAsync(Body(1, Topic("Both"), Topic("OnlyB", sysFlag: 2), Topic("AllFlags", sysFlag: 3)), "broker-b", "10.0.0.2:10911", cluster: "D");
        return peer;
    }

    [Fact]
    public async Task Lists_TwoClusters_ShowWhatEachAsksFor()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = await RegisterTwoClustersAsync(server);

        Assert.Equal(["AllFlags", "Both", "OnlyA", "OnlyB"], await peer.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
        Assert.Equal(["Both", "OnlyA"], await peer.ListTopicsAsync(RequestCode.GetTopicsByCluster, ("cluster", "C")));
        Assert.Empty(await peer.ListTopicsAsync(RequestCode.GetTopicsByCluster, ("cluster", "Nowhere")));
        Assert.Equal(["AllFlags", "OnlyA"], await peer.ListTopicsAsync(RequestCode.GetUnitTopicList));
        Assert.Equal(["AllFlags", "OnlyB"], await peer.ListTopicsAsync(RequestCode.GetHasUnitSubTopicList));
        Assert.Equal(["OnlyB"], await peer.ListTopicsAsync(RequestCode.GetHasUnitSubUnunitTopicList));
    }

    [Fact]
    public async Task SystemTopics_TwoClusters_AreTheNamesOfClustersAndBrokers()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = await RegisterTwoClustersAsync(server);

        var response = await peer.InvokeAsync(RequestCode.GetSystemTopicListFromNs);

        Assert.Equal("""{"brokerAddr":"10.0.0.1:10911","topicList":["C","broker-a","D","broker-b"]}""", Encoding.UTF8.GetString(response.Body.ToArray()));
    }

    [Fact]
    public async Task TopicsByCluster_WithoutCluster_IsAnError()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await server.Connect().InvokeAsync(RequestCode.GetTopicsByCluster);

        Assert.Equal((ResponseCode.SystemError, "the custom field <cluster> is null"), (response.Code, response.Remark));
    }

    [Fact]
    public async Task Delete_TopicOfOneCluster_StaysOnTheOthersBrokers()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = await RegisterTwoClustersAsync(server);

        await peer.InvokeAsync(RequestCode.DeleteTopicInNamesrv, default, ("topic", "Both"), ("clusterName", "Nowhere"));
        Assert.Equal(2, (await peer.FindRouteAsync("Both"))!.QueueDatas.Count);

        await peer.InvokeAsync(RequestCode.DeleteTopicInNamesrv, default, ("topic", "Both"), ("clusterName", "C"));
        Assert.Equal("broker-b", Assert.Single((await peer.FindRouteAsync("Both"))!.QueueDatas).BrokerName);

        var response = await peer.InvokeAsync(RequestCode.DeleteTopicInNamesrv, default, ("topic", "Both"));
        Assert.Equal(ResponseCode.Success, response.Code);
        Assert.Null(await peer.FindRouteAsync("Both"));
    }

    [Fact]
    public async Task Delete_TopicThatABrokerStillHas_ComesBackWithItsNextVersion()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T")));
        await peer.InvokeAsync(RequestCode.DeleteTopicInNamesrv, default, ("topic", "T"));

        await peer.RegisterAsync(Body(1, Topic("T")));
        Assert.Null(await peer.FindRouteAsync("T"));

        await peer.RegisterAsync(Body(2, Topic("T")));
        Assert.NotNull(await peer.FindRouteAsync("T"));
    }

    [Fact]
    public async Task Wipe_WritePermission_LastsUntilTheBrokersVersionChanges()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T", perm: 7), Topic("U")));

        var response = await peer.InvokeAsync(RequestCode.WipeWritePermOfBroker, default, ("brokerName", "broker-a"));
        Assert.Equal("2", response.Fields.GetString("wipeTopicCount"u8));
        Assert.Equal(5, await GetPermissionAsync(peer, "T"));

        await peer.RegisterAsync(Body(1, Topic("T", perm: 7), Topic("U")));
        Assert.Equal(5, await GetPermissionAsync(peer, "T"));

        await peer.RegisterAsync(Body(2, Topic("T", perm: 7)));
        Assert.Equal(7, await GetPermissionAsync(peer, "T"));
        Assert.Equal(4, await GetPermissionAsync(peer, "U"));
    }

    [Fact]
    public async Task Add_WritePermission_SetsReadAndWrite()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T", perm: 7)));

        var response = await peer.InvokeAsync(RequestCode.AddWritePermOfBroker, default, ("brokerName", "broker-a"));

        Assert.Equal("1", response.Fields.GetString("addTopicCount"u8));
        Assert.Equal(6, await GetPermissionAsync(peer, "T"));
    }

    [Fact]
    public async Task Wipe_UnknownBroker_CountsNothing()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await server.Connect().InvokeAsync(RequestCode.WipeWritePermOfBroker, default, ("brokerName", "nobody"));

        Assert.Equal((ResponseCode.Success, "0"), (response.Code, response.Fields.GetString("wipeTopicCount"u8)));
    }
}
