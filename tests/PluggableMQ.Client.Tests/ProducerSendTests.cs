using System.Text;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests;

public sealed class ProducerSendTests
{
    [Fact]
    public async Task SendAsync_BrokerStores_ReturnsWhereAndWhat()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "hello"u8.ToArray());

        var result = await producer.SendAsync(message);

        Assert.Equal(SendStatus.SendOk, result.Status);
        Assert.Equal(message.UniqueId, result.MessageId);
        Assert.Equal(FakeBroker.OffsetId, result.OffsetMessageId);
        Assert.Equal(new("T", "broker-a", 0), result.Queue);
        Assert.Equal(0, result.QueueOffset);
        Assert.Equal("DefaultRegion", result.RegionId);
        Assert.True(result.TraceOn);
        Assert.Null(result.TransactionId);
        var request = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Equal("hello", Encoding.UTF8.GetString(request.Body));
    }
}
