using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

public sealed class ProducerBatchTests
{
    [Fact]
    public async Task SendBatchAsync_Messages_GoInOneRequest()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        Message[] messages = [Make("1"), Make("2"), Make("3")];

        var result = await producer.SendBatchAsync(messages);

        var request = Assert.Single(cluster.BrokerA.Received, request => request.Code == RequestCode.SendBatchMessage);
        Assert.Equal("true", request["m"]);
        Assert.Equal("0", request["f"]);
        Assert.Equal("WAIT\u0001true", request["i"]);
        Assert.Equal(3, BatchCodec.Count(request.Body));
        Assert.Equal(string.Join(',', messages.Select(message => message.UniqueId)), result.MessageId);
        Assert.Equal(3, messages.Select(message => message.UniqueId).Distinct().Count());
    }

    [Fact]
    public async Task SendBatchAsync_LargeAndUnwaited_IsNotCompressedAndSaysSo()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var messages = Enumerable.Range(0, 10).Select(_ => new Message("T", new byte[1_000]) { WaitStoreMsgOk = false }).ToList();
        await producer.SendBatchAsync(messages);
        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendBatchMessage));
        Assert.Equal("WAIT\u0001false", request["i"]);
        Assert.True(request.Body.Length > 10_000);
    }

    [Fact]
    public async Task SendBatchAsync_Retried_IsTheSameBatch()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendBatchMessage, 14);
        var producer = await cluster.StartProducerAsync();
        await producer.SendBatchAsync([Make("1"), Make("2")]);
        Assert.Equal(Assert.Single(cluster.BrokerA.Get(RequestCode.SendBatchMessage)).Body, Assert.Single(cluster.BrokerB.Get(RequestCode.SendBatchMessage)).Body);
    }

    [Fact]
    public async Task SendBatchAsync_GivenQueueAndAsync_GoesThere()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var result = await producer.SendBatchAsync([Make("1")], new MessageQueue("T", "broker-b", 1), new SendOptions { Mode = SendMode.Asynchronous });
        Assert.Equal(new MessageQueue("T", "broker-b", 1), result.Queue);
        await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendBatchAsync([Make("1")], new MessageQueue("U", "broker-b", 1)).AsTask());
    }

    public static TheoryData<Message[], string> Illegal => new()
    {
        { [], "the batch is empty; give it at least one message" },
        { [Make("1"), new Message("U", "x"u8.ToArray())], "The topic of the messages in one batch should be the same" },
        { [Make("1"), new Message("T", "x"u8.ToArray()) { WaitStoreMsgOk = false }], "The waitStoreMsgOK of the messages in one batch should the same" },
        { [Make("1"), new Message("T", "x"u8.ToArray()) { DelayTimeLevel = 1 }], "TimeDelayLevel is not supported for batching" },
        { [new Message("%RETRY%G", "x"u8.ToArray())], "Retry Group is not supported for batching" },
        { [Make("1"), null!], "CODE: 13  DESC: the message is null" },
        { [Make("1"), new Message("T", default)], "CODE: 13  DESC: the message body length is zero" },
        { [new Message("T", new byte[600]), new Message("T", new byte[600])], "CODE: 13  DESC: the message body size over max value, MAX: 1000" },
        { [new Message("SCHEDULE_TOPIC_XXXX", "x"u8.ToArray())], "Sending message to topic[SCHEDULE_TOPIC_XXXX] is forbidden." },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public async Task SendBatchAsync_Illegal_IsRefusedInJavasWords(Message[] messages, string expected)
    {
        await using var cluster = await Cluster.StartAsync();
        var producer = await cluster.StartProducerAsync(options => options.MaxMessageSize = 1_000);
        var error = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendBatchAsync(messages).AsTask());
        Assert.Equal(expected, error.Message);
        Assert.Empty(cluster.NameServer.Received);
    }

    private static Message Make(string body) => new("T", System.Text.Encoding.UTF8.GetBytes(body));
}
