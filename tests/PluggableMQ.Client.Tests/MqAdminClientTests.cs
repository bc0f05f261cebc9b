using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests;

public sealed class MqAdminClientTests
{
    [Fact]
    public async Task CreateTopicAsync_Broker_IsAskedAsJavaAsks()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.BrokerA.On(RequestCode.UpdateAndCreateTopic, ResponseCode.Success, "not set any response code");
        var admin = await StartAsync(cluster);

        await admin.CreateTopicAsync(cluster.BrokerA.Address, new TopicConfig { TopicName = "AdminTopic", ReadQueueNums = 6, WriteQueueNums = 6 });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["readQueueNums"] = "6", ["perm"] = "6", ["writeQueueNums"] = "6", ["topicFilterType"] = "SINGLE_TAG", ["topic"] = "AdminTopic",
                ["defaultTopic"] = "TBW102", ["topicSysFlag"] = "0", ["order"] = "false",
            },
            Assert.Single(cluster.BrokerA.Received).Fields.ToDictionary());
    }

    [Theory]
    [InlineData("a b", "contains illegal characters")]
    [InlineData("TBW102", "The topic[TBW102] is conflict with system topic.")]
    public async Task CreateTopicAsync_NameNotAcceptable_IsRefused(string topic, string expected)
    {
        await using var cluster = await Cluster.StartAsync();
        var admin = await StartAsync(cluster);
        var error = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => admin.CreateTopicAsync("b:1", new TopicConfig { TopicName = topic }).AsTask());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateTopicInClusterAsync_Cluster_GoesToItsMasters()
    {
        await using var cluster = await Cluster.StartAsync();
        ServeCluster(cluster);
        cluster.BrokerA.On(RequestCode.UpdateAndCreateTopic, ResponseCode.Success);
        cluster.BrokerB.On(RequestCode.UpdateAndCreateTopic, ResponseCode.Success);
        var admin = await StartAsync(cluster);

        var addresses = await admin.CreateTopicInClusterAsync("DefaultCluster", new TopicConfig { TopicName = "AdminTopic" });

        Assert.Equal([cluster.BrokerA.Address, cluster.BrokerB.Address], addresses);
        Assert.Single(cluster.BrokerA.Get(RequestCode.UpdateAndCreateTopic));
        Assert.Single(cluster.BrokerB.Get(RequestCode.UpdateAndCreateTopic));
        var error = await Assert.ThrowsAsync<MqRouteException>(() => admin.CreateTopicInClusterAsync("Other", new TopicConfig { TopicName = "AdminTopic" }).AsTask());
        Assert.Contains("'Other' is not among: DefaultCluster", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteTopicAsync_Topic_GoesFromBrokersThenFromEveryNameServer()
    {
        await using var cluster = await Cluster.StartAsync();
        ServeCluster(cluster);
        var second = (await cluster.AddServerAsync()).On(RequestCode.DeleteTopicInNamesrv, ResponseCode.Success);
        second.On(RequestCode.GetBrokerClusterInfo, (_, response) => response.SetBody(ClusterOf(cluster).Encode()));
        cluster.NameServer.On(RequestCode.DeleteTopicInNamesrv, ResponseCode.Success);
        cluster.NameServerAddresses = [cluster.NameServer.Address, second.Address];
        cluster.BrokerA.On(RequestCode.DeleteTopicInBroker, ResponseCode.Success);
        cluster.BrokerB.On(RequestCode.DeleteTopicInBroker, ResponseCode.Success);
        var admin = await StartAsync(cluster);

        await admin.DeleteTopicAsync("AdminTopic", "DefaultCluster");

        Assert.Equal("AdminTopic", Assert.Single(cluster.BrokerA.Get(RequestCode.DeleteTopicInBroker))["topic"]);
        Assert.Single(cluster.BrokerB.Get(RequestCode.DeleteTopicInBroker));
        Assert.Equal("DefaultCluster", Assert.Single(cluster.NameServer.Get(RequestCode.DeleteTopicInNamesrv))["clusterName"]);
        Assert.Single(second.Get(RequestCode.DeleteTopicInNamesrv));
    }

    [Fact]
    public async Task GetTopicsAsync_NameServer_AnswersAll()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.NameServer.On(RequestCode.GetAllTopicListFromNameserver, (_, response) => response.SetBody("""{"topicList":["T","U"]}"""u8.ToArray()));
        var admin = await StartAsync(cluster);
        Assert.Equal(["T", "U"], await admin.GetTopicsAsync());
    }

    [Fact]
    public async Task GetRouteAsync_UnknownTopic_IsTheNameServersError()
    {
        await using var cluster = await Cluster.StartAsync();
        var admin = await StartAsync(cluster);
        Assert.Equal(17, (await Assert.ThrowsAsync<MqServerException>(() => admin.GetRouteAsync("T").AsTask())).ResponseCode);
        cluster.AddTopic("T");
        Assert.Equal(2, (await admin.GetRouteAsync("T")).BrokerDatas.Count);
    }

    [Fact]
    public async Task GetTopicStatsAsync_SeveralBrokers_AreMerged()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        foreach (var (name, server) in new[] { ("broker-a", cluster.BrokerA), ("broker-b", cluster.BrokerB) })
        {
            var stats = new TopicStatsTable { OffsetTable = { [new MessageQueue("T", name, 0)] = new TopicOffset { MinOffset = 1, MaxOffset = 9 } } };
            server.On(RequestCode.GetTopicStatsInfo, (_, response) => response.SetBody(stats.Encode()));
        }

        var admin = await StartAsync(cluster);
        var all = await admin.GetTopicStatsAsync("T");
        Assert.Equal(["broker-a", "broker-b"], all.OffsetTable.Keys.Select(queue => queue.BrokerName).Order());
    }

    [Fact]
    public async Task QueryMessagesAsync_Key_KeepsWhatReallyHasItFromAllBrokers()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.QueryMessage, (_, response) => response.SetBody(
            (byte[])[.. Records.Make("1", 5, "KEYS=k0 k1"), .. Records.Make("2", 6, "KEYS=k11"), .. Records.Make("3", 7)]));
        cluster.BrokerB.On(RequestCode.QueryMessage, (_, response) => response.SetBody(Records.Make("4", 5, "KEYS=k1")));
        var admin = await StartAsync(cluster);

        var found = await admin.QueryMessagesAsync("T", "k1");

        Assert.Equal(["1", "4"], found.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        var request = Assert.Single(cluster.BrokerA.Received);
        Assert.Equal("64", request["maxNum"]);
        Assert.Equal("0", request["beginTimestamp"]);
        Assert.Equal("9223372036854775807", request["endTimestamp"]);
        Assert.Null(request["_UNIQUE_KEY_QUERY"]);
    }

    [Fact]
    public async Task QueryMessagesAsync_NothingFound_Is208AndOneBrokerDownDoesNotMatter()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.QueryMessage, ResponseCode.QueryNotFound, "can not find message, maybe time range not correct");
        cluster.BrokerB.On(RequestCode.QueryMessage, ResponseCode.SystemError, "no");
        var admin = await StartAsync(cluster);

        var error = await Assert.ThrowsAsync<MqNotFoundException>(() => admin.QueryMessagesAsync("T", "k1").AsTask());
        Assert.Equal("query message by key finished, but no message.", error.Message);
        Assert.Equal(208, error.ResponseCode);

        cluster.BrokerA.On(RequestCode.QueryMessage, ResponseCode.SystemError, "no");
        await Assert.ThrowsAsync<MqServerException>(() => admin.QueryMessagesAsync("T", "k1").AsTask());
    }

    [Fact]
    public async Task QueryMessageByUniqueIdAsync_SeveralCopies_IsTheFirstStored()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var id = new UniqueIdGenerator(cluster.Clock, null).CreateUniqueId();
        cluster.BrokerA.On(RequestCode.QueryMessage, (_, response) => response.SetBody(
            (byte[])[.. Records.Make("later", 5, $"UNIQ_KEY={id}", storeTimestamp: 30), .. Records.Make("other", 6, "UNIQ_KEY=X", storeTimestamp: 1)]));
        cluster.BrokerB.On(RequestCode.QueryMessage, (_, response) => response.SetBody(Records.Make("first", 5, $"UNIQ_KEY={id}", storeTimestamp: 20)));
        var admin = await StartAsync(cluster);
        cluster.Clock.Advance(TimeSpan.FromSeconds(5));

        var found = await admin.QueryMessageByUniqueIdAsync("T", id);

        Assert.Equal("first", Encoding.UTF8.GetString(found.Body.Span));
        var request = Assert.Single(cluster.BrokerA.Received);
        Assert.Equal("true", request["_UNIQUE_KEY_QUERY"]);
        Assert.Equal("32", request["maxNum"]);
        Assert.Equal((cluster.Clock.GetUtcNow().ToUnixTimeMilliseconds() - 6_000).ToString(null, null), request["beginTimestamp"]);
    }

    [Fact]
    public async Task ViewMessageAsync_OffsetId_AsksTheBrokerInIt()
    {
        await using var cluster = await Cluster.StartAsync();
        var broker = await cluster.AddServerAsync("127.0.0.1:10911");
        broker.On(RequestCode.ViewMessageById, (_, response) => response.SetBody(Records.Make("here", 5)));
        var admin = await StartAsync(cluster);

        var message = await admin.ViewMessageAsync(FakeBroker.OffsetId);

        Assert.Equal("here", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal("1024", Assert.Single(broker.Received)["offset"]);
        await Assert.ThrowsAsync<MqIllegalArgumentException>(() => admin.ViewMessageAsync("nonsense").AsTask());
    }

    [Fact]
    public async Task GetClusterInfoAsync_States_AreChecked()
    {
        await using var cluster = await Cluster.StartAsync();
        ServeCluster(cluster);
        var admin = cluster.Factory.CreateAdminClient();
        await Assert.ThrowsAsync<MqServiceStateException>(() => admin.GetClusterInfoAsync().AsTask());
        await admin.StartAsync();
        Assert.Equal(["broker-a", "broker-b"], (await admin.GetClusterInfoAsync()).ClusterAddrTable["DefaultCluster"]);
        await admin.ShutdownAsync();
        await Assert.ThrowsAsync<MqServiceStateException>(() => admin.GetClusterInfoAsync().AsTask());
    }

    private static async Task<MqAdminClient> StartAsync(Cluster cluster)
    {
        var admin = cluster.Factory.CreateAdminClient();
        await admin.StartAsync();
        return admin;
    }

    private static void ServeCluster(Cluster cluster)
        => cluster.NameServer.On(RequestCode.GetBrokerClusterInfo, (_, response) => response.SetBody(ClusterOf(cluster).Encode()));

    private static ClusterInfo ClusterOf(Cluster cluster)
    {
        var info = new ClusterInfo { ClusterAddrTable = { ["DefaultCluster"] = ["broker-a", "broker-b"] } };
        foreach (var broker in Routes.Of(1, ("broker-a", cluster.BrokerA.Address), ("broker-b", cluster.BrokerB.Address)).BrokerDatas)
            info.BrokerAddrTable[broker.BrokerName] = broker;
        return info;
    }
}
