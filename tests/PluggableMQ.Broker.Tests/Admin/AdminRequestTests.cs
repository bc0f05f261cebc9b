using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Broker.Tests.Admin;

public sealed class AdminRequestTests
{
    [Theory]
    [InlineData("TBW102", "The topic[TBW102] is conflict with system topic.")]
    [InlineData("DefaultCluster", "The topic[DefaultCluster] is conflict with system topic.")]
    [InlineData("rmq_sys_x", "The topic[rmq_sys_x] is conflict with system topic.")]
    [InlineData("a b", "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$")]
    public async Task UpdateTopic_OfATopicThatMayNotBe_IsRefused(string topic, string remark)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(
            RequestCode.UpdateAndCreateTopic, ("topic", topic), ("defaultTopic", "TBW102"), ("readQueueNums", 4), ("writeQueueNums", 4), ("perm", 6), (
                "topicFilterType", "SINGLE_TAG"));

        Assert.Equal((ResponseCode.SystemError, remark), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task DeleteTopic_RemovesItsSettingsAndQueues()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(RequestCode.DeleteTopicInBroker, ("topic", "Orders"))).Code);

        Assert.Null(broker.Services.Topics.Find("Orders"));
        Assert.DoesNotContain("Orders", broker.Store.Retained!);
        Assert.Contains("SCHEDULE_TOPIC_XXXX", broker.Store.Retained!);
        Assert.Equal(2, broker.Services.Topics.Version.Counter);
    }

    [Fact]
    public async Task GetAllTopicConfig_ReturnsWhatTheFileHolds()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = TopicConfigSerializeWrapper.Decode((await broker.AskAsync(RequestCode.GetAllTopicConfig)).Body.ToArray());

        Assert.Equal(broker.Services.Topics.GetNames(), answer.TopicConfigTable.Keys.ToHashSet());
    }

    [Fact]
    public async Task Groups_CanBeUpdatedListedAndDeletedWithTheirOffsets()
    {
        await using var broker = await TestBroker.StartAsync();
        var update = RemotingCommand.CreateRequest(
            RequestCode.UpdateAndCreateSubscriptionGroup, new SubscriptionGroupConfig { GroupName = "g1", RetryMaxTimes = 2 }.Encode());
        await broker.AskAsync(update);
        await broker.AskAsync(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 1));

        var listed = SubscriptionGroupWrapper.Decode((await broker.AskAsync(RequestCode.GetAllSubscriptionGroupConfig)).Body.ToArray());
        Assert.Equal(2, listed.SubscriptionGroupTable["g1"].RetryMaxTimes);
        Assert.Equal("""{"offsetTable":{"Orders@g1":{0:1}}}""", Text(await broker.AskAsync(RequestCode.GetAllConsumerOffset)));

        await broker.AskAsync(RequestCode.DeleteSubscriptionGroup, ("groupName", "g1"), ("removeOffset", true));
        Assert.Equal("""{"offsetTable":{}}""", Text(await broker.AskAsync(RequestCode.GetAllConsumerOffset)));
        Assert.DoesNotContain(broker.Services.Groups.All, group => group.GroupName == "g1");
    }

    [Fact]
    public async Task GetConfig_ListsEveryKeyWithItsValueAndAVersion()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(RequestCode.GetBrokerConfig);

        var values = JavaProperties.Parse(Text(answer)).ToDictionary();
        Assert.Equal(
            ("broker-a", "127.0.0.1", "4194304", "true"),
            (values["brokerName"], values["brokerIP1"], values["maxMessageSize"], values["autoCreateTopicEnable"]));
        Assert.Equal(0, DataVersion.Decode(Encoding.UTF8.GetBytes(answer.Fields.GetString("version"u8)!)).Counter);
    }

    [Fact]
    public async Task UpdateConfig_TakesEffectAtOnceAndIsWrittenToTheFile()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "# operator's words\nbrokerClusterName=DefaultCluster\ntraceOn=true\n");
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.BrokerConfigPath = file);

        var answer = await broker.AskAsync(
            RemotingCommand.CreateRequest(RequestCode.UpdateBrokerConfig, "traceOn=false\nunknownKey=1\n"u8.ToArray()));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal("false", (await broker.AskAsync(Requests.Send("Orders"))).Fields.GetString("TRACE_ON"u8));
        Assert.Equal("false", JavaProperties.Parse(File.ReadAllText(file)).ToDictionary()["traceOn"]);
        var version = (await broker.AskAsync(RequestCode.GetBrokerConfig)).Fields.GetString("version"u8)!;
        Assert.Equal(1, DataVersion.Decode(Encoding.UTF8.GetBytes(version)).Counter);
        File.Delete(file);
        File.Delete(file + ".bak");
    }

    [Theory]
    [InlineData("brokerConfigPath=/tmp/x", ResponseCode.NoPermission, "Can not update config in black list.")]
    [InlineData("rocketmqHome=/tmp/x", ResponseCode.NoPermission, "Can not update config in black list.")]
    [InlineData("configBlackList=a", ResponseCode.NoPermission, "Can not update config in black list.")]
    [InlineData("regionId=x", ResponseCode.NoPermission, "Can not update config in black list.")]
    [InlineData("traceOn=perhaps", ResponseCode.SystemError, "The value 'perhaps' of traceOn is not a boolean: write true or false.")]
    [InlineData("maxMsgsNumBatch=many", ResponseCode.SystemError, "The value 'many' of maxMsgsNumBatch is not a number.")]
    [InlineData("listenPort=99999", ResponseCode.SystemError, "listenPort: 99999 is no port. Write 0 or 3 to 65534 (the VIP port is two below, replication one above).")]
    public async Task UpdateConfig_ThatMayNotBe_IsRefusedAndChangesNothing(string text, int code, string remark)
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.ConfigBlackList = "configBlackList;regionId");

        var answer = await broker.AskAsync(RemotingCommand.CreateRequest(RequestCode.UpdateBrokerConfig, Encoding.UTF8.GetBytes(text)));

        Assert.Equal((code, remark), (answer.Code, answer.Remark));
        Assert.True(broker.Options.TraceOn);
        Assert.Equal(0, broker.Options.ListenPort);
    }

    [Fact]
    public async Task RuntimeInfo_HasWhatMqadminParses()
    {
        await using var broker = await TestBroker.StartAsync();
        for (var i = 0; i < 3; i++) await broker.AskAsync(Requests.Send("Orders"));
        await broker.AskAsync(Requests.Pull("Orders"));
        broker.Clock.Advance(TimeSpan.FromSeconds(90));

        var info = KvTable.Decode((await broker.AskAsync(RequestCode.GetBrokerRuntimeInfo)).Body.ToArray()).Table;

        Assert.Equal(
            ("V4_9_8", "409", "[ 0 days, 0 hours, 1 minutes, 30 seconds ]"),
            (info["brokerVersionDesc"], info["brokerVersion"], info["runtime"]));
        Assert.Equal(("3", "3", "0"), (info["msgPutTotalTodayNow"], info["msgGetTotalTodayNow"], info["msgPutTotalTodayMorning"]));
        Assert.Matches(@"^[0-9.]+(E-?\d+)? [0-9.]+(E-?\d+)? $", info["putTps"]);
        Assert.Matches(@"^[0-9.]+(E-?\d+)? [0-9.]+(E-?\d+)? $", info["getTransferedTps"]);
        foreach (var name in (string[])["sendThreadPoolQueue", "pullThreadPoolQueue", "queryThreadPoolQueue"])
            Assert.Equal(("0", "0"), (info[name + "Size"], info[name + "HeadWaitTimeMills"]));
        Assert.Equal(
            ("10000", "100000", "20000"),
            (info["sendThreadPoolQueueCapacity"], info["pullThreadPoolQueueCapacity"], info["queryThreadPoolQueueCapacity"]));
        foreach (
            var key in (string[])["pageCacheLockTimeMills", "earliestMessageTimeStamp", "commitLogDiskRatio", "bootTimestamp", "dispatchBehindBytes", "commitLogMaxOffset"])
            Assert.Contains(key, info.Keys);
    }

    [Fact]
    public async Task RuntimeInfo_AfterMidnight_KnowsYesterdaysTotals()
    {
        var evening = new DateTimeOffset(2026, 5, 4, 23, 59, 50, TimeSpan.Zero);
        await using var broker = await TestBroker.StartAsync(setup => setup.Clock = new ManualClock(evening));
        await broker.AskAsync(Requests.Send("Orders"));
        broker.Clock.Advance(TimeSpan.FromSeconds(12));
        await broker.AskAsync(Requests.Send("Orders"));

        var info = KvTable.Decode((await broker.AskAsync(RequestCode.GetBrokerRuntimeInfo)).Body.ToArray()).Table;

        Assert.Equal(("0", "1", "2"), (info["msgPutTotalYesterdayMorning"], info["msgPutTotalTodayMorning"], info["msgPutTotalTodayNow"]));
    }

    [Fact]
    public async Task ConsumeStats_OfAGroup_SaysHowFarItIs()
    {
        await using var broker = await TestBroker.StartAsync();
        for (var i = 0; i < 5; i++) await broker.AskAsync(Requests.Send("Orders"));
        await broker.AskAsync(Requests.Pull("Orders", group: "g1", sysFlag: PullSysFlag.CommitOffset, commit: 2));
        broker.Clock.Advance(TimeSpan.FromSeconds(10));

        var stats = ConsumeStats.Decode((await broker.AskAsync(RequestCode.GetConsumeStats, ("consumerGroup", "g1"))).Body.ToArray());
        var all = ConsumeStatsList.Decode((await broker.AskAsync(RequestCode.GetBrokerConsumeStats, ("isOrder", false))).Body.ToArray());

        var queue = stats.OffsetTable[new MessageQueue("Orders", "broker-a", 0)];
        Assert.Equal((5L, 2L), (queue.BrokerOffset, queue.ConsumerOffset));
        Assert.True(stats.ConsumeTps > 0);
        Assert.Equal(3, all.TotalDiff);
        Assert.Equal(broker.Address, all.BrokerAddr);
        var put = BrokerStatsData.Decode(
            (
                await broker.AskAsync(
                    RequestCode.ViewBrokerStatsData, ("statsName", "TOPIC_PUT_NUMS"), ("statsKey", "Orders"))).Body.ToArray());
        Assert.Equal((5L, 1.0), (put.StatsMinute.Sum, put.StatsMinute.AvgPt));
        var missing = await broker.AskAsync(RequestCode.ViewBrokerStatsData, ("statsName", "GROUP_GET_NUMS"), ("statsKey", "Orders@none"));
        Assert.Equal((ResponseCode.SystemError, "The stats <GROUP_GET_NUMS> <Orders@none> not exist"), (missing.Code, missing.Remark));
    }

    [Fact]
    public async Task Connections_OfClients_AreListed()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Heartbeats.Producer("c1", "p1"));
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders", "A"));

        var consumers = ConsumerConnection.Decode(
            (await broker.AskAsync(RequestCode.GetConsumerConnectionList, ("consumerGroup", "g1"))).Body.ToArray());
        var producers = ProducerConnection.Decode(
            (await broker.AskAsync(RequestCode.GetProducerConnectionList, ("producerGroup", "p1"))).Body.ToArray());
        var table = ProducerTableInfo.Decode((await broker.AskAsync(RequestCode.GetAllProducerInfo)).Body.ToArray());
        var nobody = await broker.AskAsync(RequestCode.GetConsumerConnectionList, ("consumerGroup", "none"));
        var noProducer = await broker.AskAsync(RequestCode.GetProducerConnectionList, ("producerGroup", "none"));

        var consumer = Assert.Single(consumers.ConnectionSet);
        Assert.Equal(("c1", LanguageCode.DotNet, MqVersion.Current), (consumer.ClientId, consumer.Language, consumer.Version));
        Assert.Equal("A", consumers.SubscriptionTable["Orders"].SubString);
        Assert.Equal(
            (ConsumeType.Passively, MessageModel.Clustering, ConsumeFromWhere.FirstOffset),
            (consumers.ConsumeType, consumers.MessageModel, consumers.ConsumeFromWhere));
        Assert.Equal(consumer.ClientAddr, Assert.Single(producers.ConnectionSet).ClientAddr);
        Assert.Equal("/" + consumer.ClientAddr, Assert.Single(table.Data["p1"]).RemoteIp);
        Assert.Equal((ResponseCode.ConsumerNotOnline, "the consumer group[none] not online"), (nobody.Code, nobody.Remark));
        Assert.Equal((ResponseCode.SystemError, "the producer group[none] not exist"), (noProducer.Code, noProducer.Remark));
    }

    [Fact]
    public async Task TopicStats_OfATopic_ShowsItsQueues()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders", queueId: 1));

        var stats = TopicStatsTable.Decode((await broker.AskAsync(RequestCode.GetTopicStatsInfo, ("topic", "Orders"))).Body.ToArray());
        var unknown = await broker.AskAsync(RequestCode.GetTopicStatsInfo, ("topic", "None"));

        Assert.Equal(4, stats.OffsetTable.Count);
        var queue = stats.OffsetTable[new MessageQueue("Orders", "broker-a", 1)];
        Assert.Equal((0L, 1L, broker.Clock.NowMilliseconds), (queue.MinOffset, queue.MaxOffset, queue.LastUpdateTimestamp));
        Assert.Equal((ResponseCode.TopicNotExist, "topic[None] not exist"), (unknown.Code, unknown.Remark));
    }

    [Theory]
    [InlineData(0, true, 0)]
    [InlineData(-1, true, 3)]
    [InlineData(-1, false, 2)]
    public async Task ResetOffset_OfAConnectedGroup_TellsItsMembers(long timestamp, bool force, long expected)
    {
        await using var broker = await TestBroker.StartAsync();
        var resets = TestBroker.Listen(broker.Client, RequestCode.ResetConsumerClientOffset);
        broker.Services.Topics.Update(new TopicConfig { TopicName = "Orders", ReadQueueNums = 1, WriteQueueNums = 1 });
        for (var i = 0; i < 3; i++) await broker.AskAsync(Requests.Send("Orders"));
        await broker.AskAsync(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 2));
        await broker.AskAsync(Heartbeats.Consumer("c1", "g1", "Orders"));

        var answer = await broker.AskAsync(
            RequestCode.InvokeBrokerToResetOffset, ("topic", "Orders"), ("group", "g1"), ("timestamp", timestamp), ("isForce", force));

        var queue = new MessageQueue("Orders", "broker-a", 0);
        Assert.Equal(expected, ResetOffsetBody.Decode(answer.Body.ToArray()).OffsetTable[queue]);
        Assert.True(resets.TryRead(out var reset));
        Assert.Equal(("Orders", "g1"), (reset.Fields.GetString("topic"u8), reset.Fields.GetString("group"u8)));
        Assert.Equal(expected, ResetOffsetBody.Decode(reset.Body.ToArray()).OffsetTable[queue]);
    }

    [Fact]
    public async Task ResetOffset_OfAGroupWithoutOffsets_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));

        var noOffset = await broker.AskAsync(
            RequestCode.InvokeBrokerToResetOffset, ("topic", "Orders"), ("group", "g1"), ("timestamp", -1), ("isForce", true));
        var noTopic = await broker.AskAsync(
            RequestCode.InvokeBrokerToResetOffset, ("topic", "None"), ("group", "g1"), ("timestamp", -1), ("isForce", true));

        Assert.Equal((ResponseCode.SystemError, "THe consumer group <g1> not exist"), (noOffset.Code, noOffset.Remark));
        Assert.Equal(
            (ResponseCode.SystemError, "[reset-offset] reset offset failed, no topic in this broker. topic=None"),
            (noTopic.Code, noTopic.Remark));
    }

    [Fact]
    public async Task Maintenance_IsPassedToTheStore()
    {
        await using var broker = await TestBroker.StartAsync();

        await broker.AskAsync(RequestCode.CleanExpiredConsumeQueue);
        await broker.AskAsync(RequestCode.CleanUnusedTopic);
        await broker.AskAsync(RequestCode.DeleteExpiredCommitLog);

        Assert.Equal((1, 1), (broker.Store.ExpiredQueueRemovals, broker.Store.ExpiredLogRemovals));
        Assert.NotNull(broker.Store.Retained);
    }

    [Fact]
    public async Task SystemTopics_AreListed()
    {
        await using var broker = await TestBroker.StartAsync();

        var topics = TopicList.Decode((await broker.AskAsync(RequestCode.GetSystemTopicListFromBroker)).Body.ToArray());

        Assert.Contains("broker-a", topics.TopicNames);
        Assert.Contains("RMQ_SYS_TRANS_HALF_TOPIC", topics.TopicNames);
    }

    private static string Text(RemotingCommand answer) => Encoding.UTF8.GetString(answer.Body.ToArray());
}
