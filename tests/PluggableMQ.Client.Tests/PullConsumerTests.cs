using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests;

public sealed class PullConsumerTests
{
    private static readonly MessageQueue Queue = new("T", "broker-a", 1);

    [Fact]
    public async Task PullAsync_Found_GivesMessagesAndWhereToGoOn()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("one", 5, "TAGS=TagA;UNIQ_KEY=ID1"), Records.Make("two", 6, sysFlag: 0x301)));
        var consumer = await StartConsumerAsync(cluster);

        var result = await consumer.PullAsync(Queue, "*", 5, 32);

        Assert.Equal(PullStatus.Found, result.Status);
        Assert.Equal(7, result.NextBeginOffset);
        Assert.Equal(2, result.MinOffset);
        Assert.Equal(9, result.MaxOffset);
        Assert.Equal(["one", "two"], result.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        var first = result.Messages[0];
        Assert.Equal("broker-a", first.BrokerName);
        Assert.Equal("ID1", first.MessageId);
        Assert.Equal("2", first.GetProperty("MIN_OFFSET"));
        Assert.Equal("9", first.GetProperty("MAX_OFFSET"));
        Assert.Equal(5, first.QueueOffset);
        Assert.Equal("7F00000100002A9F0000000000000400", result.Messages[1].MessageId);
    }

    [Theory]
    [InlineData(false, "4")]
    [InlineData(true, "6")]
    public async Task PullAsync_Request_IsJavas(bool suspend, string sysFlag)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(19));
        var consumer = await StartConsumerAsync(cluster);

        await consumer.PullAsync(Queue, "TagA || TagB", 5, 32, suspend);

        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.PullMessage));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["consumerGroup"] = "test_group", ["topic"] = "T", ["queueId"] = "1", ["queueOffset"] = "5", ["maxMsgNums"] = "32", ["sysFlag"] = sysFlag,
                ["commitOffset"] = "0", ["suspendTimeoutMillis"] = "20000", ["subscription"] = "TagA || TagB", ["subVersion"] = "0",
                ["expressionType"] = "TAG", ["bname"] = "broker-a", ["ReqT"] = "0",
            },
            request.Fields.ToDictionary());
        Assert.Equal("192.0.2.2@test@STREAM", consumer.ClientId);
    }

    [Theory]
    [InlineData(19, PullStatus.NoNewMessage)]
    [InlineData(20, PullStatus.NoMatchedMessage)]
    [InlineData(21, PullStatus.OffsetIllegal)]
    public async Task PullAsync_NothingFound_SaysWhy(int code, PullStatus expected)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(code));
        var consumer = await StartConsumerAsync(cluster);
        var result = await consumer.PullAsync(Queue, null, 5, 32);
        Assert.Equal(expected, result.Status);
        Assert.Equal(7, result.NextBeginOffset);
        Assert.Empty(result.Messages);
        Assert.Equal("*", cluster.BrokerA.Get(RequestCode.PullMessage)[0]["subscription"]);
    }

    [Fact]
    public async Task PullAsync_OtherCode_IsThrown()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, 24, "the consumer's subscription not exist");
        var consumer = await StartConsumerAsync(cluster);
        var error = await Assert.ThrowsAsync<MqServerException>(() => consumer.PullAsync(Queue, "*", 5, 32).AsTask());
        Assert.Equal(24, error.ResponseCode);
    }

    [Fact]
    public async Task PullAsync_Tags_AreComparedAgainByText()
    {
        await using var cluster = await StartAsync();
        // "Aa" and "BB" have one hash code in Java, so the broker lets both through.
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("1", 5, "TAGS=Aa"), Records.Make("2", 6, "TAGS=BB"), Records.Make("3", 7), Records.Make("4", 8, "TAGS=C")));
        var consumer = await StartConsumerAsync(cluster);

        var result = await consumer.PullAsync(Queue, "Aa||C", 5, 32);
        using var raw = await consumer.PullRawAsync(Queue, "Aa||C", 5, 32);

        Assert.Equal(["1", "4"], result.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.Equal(["1", "4"], Bodies(raw));
        Assert.Equal(PullStatus.Found, result.Status);
    }

    [Fact]
    public async Task PullAsync_NoneOfTheTags_IsStillFound()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("2", 6, "TAGS=BB")));
        var consumer = await StartConsumerAsync(cluster);
        var result = await consumer.PullAsync(Queue, "Aa", 5, 32);
        Assert.Equal(PullStatus.Found, result.Status);
        Assert.Empty(result.Messages);
        Assert.Equal(7, result.NextBeginOffset);
    }

    [Fact]
    public async Task PullAsync_HalfMessage_HasItsUniqueIdAsTransaction()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("1", 5, "TRAN_MSG=true;UNIQ_KEY=ID1")));
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal("ID1", Assert.Single((await consumer.PullAsync(Queue, "*", 5, 32)).Messages).TransactionId);
    }

    [Fact]
    public async Task PullAsync_BrokenRecords_AreAnErrorNotSilence()
    {
        await using var cluster = await StartAsync();
        var records = Records.Make("one", 5);
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, records, records[..^1]));
        var consumer = await StartConsumerAsync(cluster);

        await Assert.ThrowsAsync<MqProtocolException>(() => consumer.PullAsync(Queue, "*", 5, 32).AsTask());
        using var raw = await consumer.PullRawAsync(Queue, "*", 5, 32);
        var error = Assert.Throws<MqProtocolException>(() => Bodies(raw));
        Assert.Contains($"byte {records.Length} of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullAsync_BodyThatUnfoldsTooFar_IsAnError()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make(new string('a', 10_000), 5, sysFlag: 0x301)));
        var consumer = await StartConsumerAsync(cluster, options => options.MaxDecompressedSize = 9_999);
        await Assert.ThrowsAsync<MqProtocolException>(() => consumer.PullAsync(Queue, "*", 5, 32).AsTask());
    }

    [Fact]
    public async Task PullAsync_AnswerWithoutItsFields_IsAnError()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, ResponseCode.PullNotFound);
        var consumer = await StartConsumerAsync(cluster);
        await Assert.ThrowsAsync<MqProtocolException>(() => consumer.PullAsync(Queue, "*", 5, 32).AsTask());
    }

    [Theory]
    [InlineData(false, 10_000)]
    [InlineData(true, 30_000)]
    public async Task PullAsync_NoAnswer_TimesOut(bool suspend, int milliseconds)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.Ignore(RequestCode.PullMessage);
        var consumer = await StartConsumerAsync(cluster);
        var pull = consumer.PullAsync(Queue, "*", 5, 32, suspend).AsTask();
        await cluster.BrokerA.WaitForAsync(RequestCode.PullMessage);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(pull.IsCompleted);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<RemotingTimeoutException>(() => pull);
    }

    [Fact]
    public async Task PullAsync_BrokerSuggestsASlave_GoesThereUntilItSuggestsTheMaster()
    {
        await using var cluster = await StartAsync();
        var slave = (await cluster.AddServerAsync()).ServeSends();
        cluster.Routes["T"].BrokerDatas[0].BrokerAddrs[1] = slave.Address;
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(19, suggest: 1));
        slave.On(RequestCode.PullMessage, Answer(19, suggest: 0));
        var consumer = await StartConsumerAsync(cluster);

        for (var i = 0; i < 3; i++) await consumer.PullAsync(Queue, "*", 5, 32);

        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.PullMessage).Count);
        Assert.Single(slave.Get(RequestCode.PullMessage));
    }

    [Fact]
    public async Task PullAsync_VipChannel_DoesNotApply()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(19));
        var consumer = cluster.CreateConsumer(configureClient: client => client.VipChannelEnabled = true);
        await consumer.StartAsync();
        await consumer.PullAsync(Queue, "*", 5, 32);
        Assert.Single(cluster.BrokerA.Get(RequestCode.PullMessage));
    }

    [Fact]
    public async Task PullAsync_UnknownBroker_IsAskedForThenRefused()
    {
        await using var cluster = await StartAsync();
        var consumer = await StartConsumerAsync(cluster);
        var error = await Assert.ThrowsAsync<MqRouteException>(() => consumer.PullAsync(Queue with { BrokerName = "broker-x" }, "*", 5, 32).AsTask());
        Assert.Equal("The broker[broker-x] not exist", error.Message);
        Assert.Equal(10003, error.ResponseCode);
        Assert.Equal("T", Assert.Single(cluster.NameServer.Received)["topic"]);
    }

    [Fact]
    public async Task PullAsync_IllegalArguments_AreRefused()
    {
        await using var cluster = await StartAsync();
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal("mq is null", (await Assert.ThrowsAsync<MqIllegalArgumentException>(() => consumer.PullAsync(null!, "*", 0, 1).AsTask())).Message);
        Assert.Equal("offset < 0", (await Assert.ThrowsAsync<MqIllegalArgumentException>(() => consumer.PullAsync(Queue, "*", -1, 1).AsTask())).Message);
        Assert.Equal("maxNums <= 0", (await Assert.ThrowsAsync<MqIllegalArgumentException>(() => consumer.PullRawAsync(Queue, "*", 0, 0).AsTask())).Message);
        Assert.StartsWith("parse subscription error", (await Assert.ThrowsAsync<MqIllegalArgumentException>(() => consumer.PullAsync(Queue, "||", 0, 1).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PullRawAsync_Disposed_CannotBeReadAnyMore()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("one", 5, "KEYS=k1")));
        var consumer = await StartConsumerAsync(cluster);
        var raw = await consumer.PullRawAsync(Queue, "*", 5, 32);
        foreach (var message in raw)
        {
            Assert.Equal(5, message.Header.QueueOffset);
            Assert.True(message.Topic.SequenceEqual("T"u8));
            Assert.True(message.TryGetProperty("KEYS"u8, out var keys) && keys.SequenceEqual("k1"u8));
            Assert.Equal("one", Encoding.UTF8.GetString(message.ToMessage().Body.Span));
        }

        raw.Dispose();
        raw.Dispose();

        Assert.Throws<ObjectDisposedException>(() => raw.BodyLength);
    }

    [Fact]
    public async Task Heartbeat_AfterTheFirstPull_AnnouncesAnActiveConsumer()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(19));
        var consumer = cluster.CreateConsumer(options => options.RegisterTopics.Add("U"));
        await consumer.StartAsync();
        await consumer.FetchSubscribeQueuesAsync("T");

        await consumer.PullAsync(Queue, "TagA", 5, 32);

        var request = await cluster.BrokerA.WaitForAsync(RequestCode.HeartBeat);
        var data = HeartbeatData.Decode(request.Body);
        Assert.Equal("192.0.2.2@test@STREAM", data.ClientId);
        var group = Assert.Single(data.ConsumerDataSet);
        Assert.Equal("test_group", group.GroupName);
        Assert.Equal(ConsumeType.Actively, group.ConsumeType);
        Assert.Equal(MessageModel.Clustering, group.MessageModel);
        Assert.Equal(ConsumeFromWhere.LastOffset, group.ConsumeFromWhere);
        Assert.Equal(["T", "U"], group.SubscriptionDataSet.Select(subscription => subscription.Topic).Order());
        Assert.All(group.SubscriptionDataSet, subscription => Assert.Equal("*", subscription.SubString));
        Assert.Equal("CLIENT_INNER_PRODUCER", Assert.Single(data.ProducerDataSet).GroupName);
    }

    [Fact]
    public async Task FetchSubscribeQueuesAsync_Topic_GivesItsReadableQueues()
    {
        await using var cluster = await StartAsync();
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal([new("T", "broker-a", 0), Queue, new("T", "broker-b", 0), new("T", "broker-b", 1)], await consumer.FetchSubscribeQueuesAsync("T"));
        cluster.Routes["T"] = Routes.Of(1, ("broker-a", cluster.BrokerA.Address));
        Assert.Single(await consumer.FetchSubscribeQueuesAsync("T"));
    }

    [Fact]
    public async Task FetchSubscribeQueuesAsync_NoTopicOrNoQueue_SaysSo()
    {
        await using var cluster = await StartAsync();
        var consumer = await StartConsumerAsync(cluster);
        var missing = await Assert.ThrowsAsync<MqRouteException>(() => consumer.FetchSubscribeQueuesAsync("U").AsTask());
        Assert.StartsWith("Can not find Message Queue for this topic, U", missing.Message, StringComparison.Ordinal);
        cluster.Routes["T"].QueueDatas.ForEach(queues => queues.Perm = 2);
        var empty = await Assert.ThrowsAsync<MqRouteException>(() => consumer.FetchSubscribeQueuesAsync("T").AsTask());
        Assert.Equal("Can not find Message Queue for this topic, T Namesrv return empty", empty.Message);
    }

    [Fact]
    public async Task PullAsync_Namespace_IsOnTheWireOnly()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("ns%T");
        cluster.BrokerA.On(RequestCode.PullMessage, Answer(0, Records.Make("one", 5, topic: "ns%T")));
        var consumer = cluster.CreateConsumer(configureClient: client => client.Namespace = "ns");
        await consumer.StartAsync();
        var queue = (await consumer.FetchSubscribeQueuesAsync("T"))[1];
        Assert.Equal(Queue, queue);
        Assert.Equal("T", Assert.Single((await consumer.PullAsync(queue, "*", 5, 32)).Messages).Topic);
        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.PullMessage));
        Assert.Equal("ns%T", request["topic"]);
        Assert.Equal("ns%test_group", request["consumerGroup"]);
    }

    [Fact]
    public async Task Start_States_AreThoseOfAProducer()
    {
        await using var cluster = await StartAsync();
        var consumer = await StartConsumerAsync(cluster);
        Assert.StartsWith(
            "The PullConsumer service state not OK, maybe started once, RUNNING",
            (await Assert.ThrowsAsync<MqServiceStateException>(() => consumer.StartAsync().AsTask())).Message,
            StringComparison.Ordinal);
        var twin = cluster.CreateConsumer();
        Assert.StartsWith(
            "The consumer group[test_group] has been created before, specify another name please.",
            (await Assert.ThrowsAsync<MqServiceStateException>(() => twin.StartAsync().AsTask())).Message,
            StringComparison.Ordinal);
        await consumer.FetchSubscribeQueuesAsync("T");
        await consumer.ShutdownAsync();
        Assert.Equal(["test_group", null], cluster.BrokerA.Get(RequestCode.UnregisterClient).Select(request => request["consumerGroup"]));
        await Assert.ThrowsAsync<MqServiceStateException>(() => consumer.PullAsync(Queue, "*", 5, 32).AsTask());
        await twin.StartAsync();
    }

    private static async Task<Cluster> StartAsync()
    {
        var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        return cluster;
    }

    private static async Task<PullConsumer> StartConsumerAsync(Cluster cluster, Action<PullConsumerOptions>? configure = null)
    {
        var consumer = cluster.CreateConsumer(configure);
        await consumer.StartAsync();
        return consumer;
    }

    private static Action<RecordedRequest, RemotingCommand> Answer(int code, params byte[][] records) => Answer(code, 0, records);

    private static Action<RecordedRequest, RemotingCommand> Answer(int code, int suggest, params byte[][] records) => (_, response) =>
    {
        response.SetResult(code, null);
        response.Fields.Add("suggestWhichBrokerId"u8, suggest);
        response.Fields.Add("nextBeginOffset"u8, 7);
        response.Fields.Add("minOffset"u8, 2);
        response.Fields.Add("maxOffset"u8, 9);
        response.SetBody(records.SelectMany(record => record).ToArray());
    };

    private static List<string> Bodies(RawPullResult raw)
    {
        List<string> bodies = [];
        foreach (var message in raw) bodies.Add(Encoding.UTF8.GetString(message.Body));
        return bodies;
    }
}
