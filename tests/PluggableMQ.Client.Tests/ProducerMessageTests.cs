using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

/// <summary>What becomes of a message on its way into a request.</summary>
public sealed class ProducerMessageTests
{
    [Fact]
    public async Task SendAsync_UserProperties_GoWithTheMessageInOneText()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "x"u8.ToArray(), "TagA", "k1 k2") { Flag = 7, DelayTimeLevel = 3 };
        message.PutUserProperty("Stadt", "Köln \"am\" Rhein");

        await producer.SendAsync(message);

        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal("7", request["h"]);
        Assert.Equal("0", request["f"]);
        Assert.Null(request["l"]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["TAGS"] = "TagA", ["KEYS"] = "k1 k2", ["DELAY"] = "3", ["Stadt"] = "Köln \"am\" Rhein", ["UNIQ_KEY"] = message.UniqueId!,
            },
            request.Properties);
    }

    [Fact]
    public async Task SendAsync_UniqueId_IsMadeOnceAndKept()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "x"u8.ToArray());

        var first = await producer.SendAsync(message);
        var second = await producer.SendAsync(message);
        var other = await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        Assert.Equal(first.MessageId, second.MessageId);
        Assert.NotEqual(first.MessageId, other.MessageId);
        Assert.Matches("^([0-9A-F]{32}|[0-9A-F]{56})$", first.MessageId);
    }

    [Theory]
    [InlineData(4_095, false)]
    [InlineData(4_096, true)]
    public async Task SendAsync_Body_IsCompressedFrom4096BytesOnAndStaysTheUsers(int length, bool compressed)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var body = Encoding.ASCII.GetBytes(new string('a', length));
        var message = new Message("T", body);

        await producer.SendAsync(message);

        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal(compressed ? "769" : "0", request["f"]);
        Assert.Equal(compressed, request.Body.Length < length);
        Assert.Equal(body, compressed ? MessageCompression.Decompress(request.Body, 769, length) : request.Body);
        Assert.True(message.Body.Equals(body));
    }

    [Fact]
    public async Task SendAsync_CompressedAndRetried_IsCompressedTheSameWay()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, 14);
        var producer = await cluster.StartProducerAsync(options => options.CompressMsgBodyOverHowmuch = 10);

        await producer.SendAsync(new Message("T", Encoding.ASCII.GetBytes(new string('a', 100))));

        var first = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        var second = Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("769", second["f"]);
    }

    public static TheoryData<Message, string, int> Illegal => new()
    {
        { new Message("", "x"u8.ToArray()), "The specified topic is blank", -1 },
        { new Message("a b", "x"u8.ToArray()), "The specified topic[a b] contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$", -1 },
        { new Message("SELF_TEST_TOPIC", "x"u8.ToArray()), "Sending message to topic[SELF_TEST_TOPIC] is forbidden.", -1 },
        { new Message("T", default), "CODE: 13  DESC: the message body length is zero", 13 },
        { new Message("T", new byte[101]), "CODE: 13  DESC: the message body size over max value, MAX: 100", 13 },
        { null!, "CODE: 13  DESC: the message is null", 13 },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public async Task SendAsync_IllegalMessage_IsRefusedInJavasWordsBeforeAnythingIsSent(Message message, string expected, int code)
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = await cluster.StartProducerAsync(options => options.MaxMessageSize = 100);

        var error = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendAsync(message).AsTask());
        await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendAsync(message, new SendOptions { Mode = SendMode.Asynchronous }).AsTask());
        await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendOneWayAsync(message).AsTask());

        Assert.Equal(expected, error.Message);
        Assert.Equal(code, error.ResponseCode);
        Assert.Empty(cluster.NameServer.Received);
    }

    [Fact]
    public async Task SendAsync_RetryTopic_MovesReconsumeTimesToTheHeader()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("%RETRY%G");
        cluster.BrokerA.On(RequestCode.SendMessageV2, 14);
        var producer = await cluster.StartProducerAsync();
        var message = new Message("%RETRY%G", "x"u8.ToArray());
        message.Properties["RECONSUME_TIME"] = "3";
        message.Properties["MAX_RECONSUME_TIMES"] = "16";

        await producer.SendAsync(message);

        foreach (var request in cluster.BrokerA.Get(RequestCode.SendMessageV2).Concat(cluster.BrokerB.Get(RequestCode.SendMessageV2)))
        {
            Assert.Equal("3", request["j"]);
            Assert.Equal("16", request["l"]);
            Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"], request.Fields.Select(field => field.Key));
            Assert.DoesNotContain("RECONSUME_TIME", request.Properties.Keys);
            Assert.DoesNotContain("MAX_RECONSUME_TIMES", request.Properties.Keys);
        }

        Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_OtherTopic_KeepsReconsumeProperties()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "x"u8.ToArray());
        message.Properties["RECONSUME_TIME"] = "3";
        await producer.SendAsync(message);
        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal("0", request["j"]);
        Assert.Equal("3", request.Properties["RECONSUME_TIME"]);
    }

    [Fact]
    public async Task SendAsync_UnitMode_IsInTheHeader()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync(configureClient: client => client.UnitMode = true);
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        Assert.Equal("true", Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2))["k"]);
    }

    [Fact]
    public async Task SendAsync_BinaryHeader_IsUsedWhenConfigured()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync(configureClient: client => client.SerializeType = SerializeType.RocketMq);
        var result = await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        Assert.Equal(SerializeType.RocketMq, Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2)).SerializeType);
        Assert.Equal(FakeBroker.OffsetId, result.OffsetMessageId);
    }

    [Fact]
    public async Task SendAsync_VipChannel_GoesTwoPortsBelow()
    {
        await using var cluster = await Cluster.StartAsync();
        var vip = (await cluster.AddServerAsync("127.0.0.1:10909")).ServeSends();
        cluster.Routes["T"] = Routes.Of(1, ("broker-a", "127.0.0.1:10911"));
        var producer = await cluster.StartProducerAsync(configureClient: client => client.VipChannelEnabled = true);
        await producer.SendAsync(new Message("T", "x"u8.ToArray()));
        Assert.Single(vip.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_BrokerAnswersWithAnotherRegionAndQueue_TheResultSaysSo()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (_, response) =>
        {
            response.Fields.Add("msgId"u8, FakeBroker.OffsetId);
            response.Fields.Add("queueId"u8, 1);
            response.Fields.Add("queueOffset"u8, 42);
            response.Fields.Add("transactionId"u8, "tx");
            response.Fields.Add("MSG_REGION"u8, "eu-1");
            response.Fields.Add("TRACE_ON"u8, "false");
        });
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(new Message("T", "x"u8.ToArray()));

        Assert.Equal(new MessageQueue("T", "broker-a", 1), result.Queue);
        Assert.Equal(42, result.QueueOffset);
        Assert.Equal("tx", result.TransactionId);
        Assert.Equal("eu-1", result.RegionId);
        Assert.False(result.TraceOn);
    }

    [Fact]
    public async Task SendOneWayAsync_Message_IsMarkedAndNotRetried()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        var producer = await cluster.StartProducerAsync();

        await producer.SendOneWayAsync(new Message("T", "x"u8.ToArray()));

        Assert.Equal(2, (await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2)).Flag);
        Assert.Single(strategy.Told);

        await cluster.BrokerA.DisposeAsync();
        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendOneWayAsync(new Message("T", "x"u8.ToArray())).AsTask());
        Assert.StartsWith("Send [1] times", error.Message, StringComparison.Ordinal);
        Assert.Equal(10001, error.ResponseCode);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendOneWayAsync_GivenQueue_GoesThere()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        await producer.SendOneWayAsync(new Message("T", "x"u8.ToArray()), new MessageQueue("T", "broker-b", 1));
        Assert.Equal("1", (await cluster.BrokerB.WaitForAsync(RequestCode.SendMessageV2))["e"]);
        await Assert.ThrowsAsync<MqIllegalArgumentException>(
            () => producer.SendOneWayAsync(new Message("T", "x"u8.ToArray()), new MessageQueue("U", "broker-b", 1)).AsTask());
    }
}
