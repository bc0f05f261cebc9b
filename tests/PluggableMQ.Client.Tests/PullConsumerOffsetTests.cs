using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests;

public sealed class PullConsumerOffsetTests
{
    private static readonly MessageQueue Queue = new("T", "broker-a", 1);

    [Theory]
    [InlineData(RequestCode.GetMinOffset)]
    [InlineData(RequestCode.GetMaxOffset)]
    [InlineData(RequestCode.SearchOffsetByTimestamp)]
    [InlineData(RequestCode.QueryConsumerOffset)]
    public async Task Offset_Asked_IsTheBrokersAnswer(int code)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(code, (_, response) => response.Fields.Add("offset"u8, 42));
        var consumer = await StartConsumerAsync(cluster);

        Assert.Equal(42, await AskAsync(consumer, code));

        var expected = new Dictionary<string, string> { ["topic"] = "T", ["queueId"] = "1", ["bname"] = "broker-a", ["ReqT"] = "0" };
        if (code == RequestCode.SearchOffsetByTimestamp) expected["timestamp"] = "1700000000000";
        if (code == RequestCode.QueryConsumerOffset) expected["consumerGroup"] = "test_group";
        Assert.Equal(expected, Assert.Single(cluster.BrokerA.Get(code)).Fields.ToDictionary());
    }

    [Theory]
    [InlineData(RequestCode.GetMinOffset, 6)]
    [InlineData(RequestCode.GetMaxOffset, 6)]
    [InlineData(RequestCode.SearchOffsetByTimestamp, 6)]
    [InlineData(RequestCode.QueryConsumerOffset, 5)]
    public async Task Offset_NoAnswer_TimesOut(int code, int seconds)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.Ignore(code);
        var consumer = await StartConsumerAsync(cluster);
        var asking = AskAsync(consumer, code);
        await cluster.BrokerA.WaitForAsync(code);
        cluster.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<RemotingTimeoutException>(() => asking);
    }

    [Theory]
    [InlineData(1_700_000_000_000)]
    [InlineData(-1)]
    public async Task GetEarliestStoreTimeAsync_Queue_IsItsTimeOrNone(long milliseconds)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.GetEarliestMsgStoreTime, (_, response) => response.Fields.Add("timestamp"u8, milliseconds));
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal(milliseconds < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), await consumer.GetEarliestStoreTimeAsync(Queue));
    }

    [Theory]
    [InlineData(22)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task FetchCommittedOffsetAsync_AnyErrorAnswer_MeansNone(int code)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.QueryConsumerOffset, code);
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal(-1, await consumer.FetchCommittedOffsetAsync(Queue));
    }

    [Fact]
    public async Task GetMaxOffsetAsync_ErrorAnswer_IsThrown()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.GetMaxOffset, 1, "no");
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal(1, (await Assert.ThrowsAsync<MqServerException>(() => consumer.GetMaxOffsetAsync(Queue).AsTask())).ResponseCode);
    }

    [Fact]
    public async Task GetMaxOffsetAsync_NoMaster_IsRefusedButCommittedOffsetsComeFromASlave()
    {
        await using var cluster = await StartAsync();
        cluster.Routes["T"].BrokerDatas[0].BrokerAddrs.Clear();
        cluster.Routes["T"].BrokerDatas[0].BrokerAddrs[1] = cluster.BrokerA.Address;
        cluster.BrokerA.On(RequestCode.QueryConsumerOffset, (_, response) => response.Fields.Add("offset"u8, 42));
        var consumer = await StartConsumerAsync(cluster);
        Assert.Equal("The broker[broker-a] not exist", (await Assert.ThrowsAsync<MqRouteException>(() => consumer.GetMaxOffsetAsync(Queue).AsTask())).Message);
        Assert.Equal(42, await consumer.FetchCommittedOffsetAsync(Queue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateCommittedOffsetAsync_Offset_IsSentAtOnce(bool oneWay)
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.UpdateConsumerOffset, ResponseCode.Success);
        var consumer = await StartConsumerAsync(cluster);

        await consumer.UpdateCommittedOffsetAsync(Queue, 17, oneWay);

        var request = await cluster.BrokerA.WaitForAsync(RequestCode.UpdateConsumerOffset);
        Assert.Equal(oneWay ? 2 : 0, request.Flag);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["consumerGroup"] = "test_group", ["topic"] = "T", ["queueId"] = "1", ["commitOffset"] = "17", ["bname"] = "broker-a", ["ReqT"] = "0",
            },
            request.Fields.ToDictionary());
    }

    [Fact]
    public async Task UpdateCommittedOffsetAsync_ErrorAnswer_IsThrown()
    {
        await using var cluster = await StartAsync();
        cluster.BrokerA.On(RequestCode.UpdateConsumerOffset, 1, "no");
        var consumer = await StartConsumerAsync(cluster);
        await Assert.ThrowsAsync<MqServerException>(() => consumer.UpdateCommittedOffsetAsync(Queue, 17).AsTask());
    }

    private static async Task<Cluster> StartAsync()
    {
        var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        return cluster;
    }

    private static async Task<PullConsumer> StartConsumerAsync(Cluster cluster)
    {
        var consumer = cluster.CreateConsumer();
        await consumer.StartAsync();
        return consumer;
    }

    private static async Task<long> AskAsync(PullConsumer consumer, int code) => code switch
    {
        RequestCode.GetMinOffset => await consumer.GetMinOffsetAsync(Queue),
        RequestCode.GetMaxOffset => await consumer.GetMaxOffsetAsync(Queue),
        RequestCode.SearchOffsetByTimestamp => await consumer.SearchOffsetAsync(Queue, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000)),
        _ => await consumer.FetchCommittedOffsetAsync(Queue),
    };
}
