using System.Buffers;
using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests;

public sealed class SendAndPullTests
{
    [Theory]
    [InlineData("inmemory")]
    [InlineData("tcp")]
    public async Task Pull_AfterSend_ReturnsTheStoredMessage(string scheme)
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Scheme = scheme);

        var sent = await broker.AskAsync(
            Requests.Send("Orders", "a body", properties: "KEYS\u0001k1\u0002TAGS\u0001TagA\u0002WAIT\u0001true"));
        var pulled = await broker.AskAsync(Requests.Pull("Orders"));

        Assert.Equal(ResponseCode.Success, sent.Code);
        Assert.Equal("0", sent.Fields.GetString("queueId"u8));
        Assert.Equal("0", sent.Fields.GetString("queueOffset"u8));
        Assert.Equal("DefaultRegion", sent.Fields.GetString("MSG_REGION"u8));
        Assert.Equal("true", sent.Fields.GetString("TRACE_ON"u8));
        Assert.Equal(ResponseCode.Success, pulled.Code);
        Assert.Equal("FOUND", pulled.Remark);
        Assert.Equal("1", pulled.Fields.GetString("nextBeginOffset"u8));
        var message = Assert.Single(MessageCodec.DecodeAll(pulled.Body, decompress: true, 1 << 20));
        Assert.Equal("a body", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(sent.Fields.GetString("msgId"u8), message.OffsetMessageId);
        Assert.Equal("TagA", message.Tags);
        Assert.Equal("DefaultCluster", message.GetProperty("CLUSTER"));
        Assert.Null(message.GetProperty("WAIT"));
    }

    [Fact]
    public async Task Heartbeat_OfANewConsumer_AnnouncesTheChangeBeforeItsAnswer()
    {
        await using var broker = await TestBroker.StartAsync();
        var notifications = TestBroker.Listen(broker.Client, RequestCode.NotifyConsumerIdsChanged);

        var answer = await broker.AskAsync(
            Requests.Heartbeat("client-1", Requests.Consumer("group-1", SubscriptionData.Parse("Orders", "*", 1))));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal(MqVersion.Current, answer.Version);
        Assert.True(notifications.TryRead(out var notification));
        Assert.Equal("group-1", notification.Fields.GetString("consumerGroup"u8));
        var members = await broker.AskAsync(RequestCode.GetConsumerListByGroup, ("consumerGroup", "group-1"));
        Assert.Equal("""{"consumerIdList":["client-1"]}""", Encoding.UTF8.GetString(members.Body.ToArray()));
    }
}
