using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests;

/// <summary>The asynchronous column of RocketMQ's retry table.</summary>
public sealed class ProducerAsyncRetryTests
{
    private static readonly Message Message = new("T", "x"u8.ToArray());
    private static readonly SendOptions Async = new() { Mode = SendMode.Asynchronous };

    [Fact]
    public async Task SendAsync_ConnectionBreaks_SendsTheSameRequestToAnotherBroker()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.HangUp(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(Message, Async);

        var first = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        var second = Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2));
        Assert.Equal(first.Fields, second.Fields);
        Assert.Equal("broker-a", second["n"]);
        Assert.NotEqual(first.Opaque, second.Opaque);
        Assert.Equal(new MessageQueue("T", "broker-b", 0), result.Queue);
        Assert.Equal([("T", 0, null, null), ("T", 1, "broker-a", null)], strategy.Asked);
        Assert.Equal([("broker-a", SendResultKind.Failed), ("broker-b", SendResultKind.Succeeded)], strategy.Told.Select(told => (told.Queue.BrokerName, told.Result)));
    }

    [Fact]
    public async Task SendAsync_NoBrokerCanBeReached_IsTriedTwiceMore()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync(options => options.RetryTimesWhenSendFailed = 0);
        await cluster.BrokerA.DisposeAsync();
        await cluster.BrokerB.DisposeAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message, Async).AsTask());

        Assert.Contains("BrokersSent: [broker-a, broker-b, broker-a]", error.Message, StringComparison.Ordinal);
        Assert.Equal(10001, error.ResponseCode);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(14)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(13)]
    public async Task SendAsync_ErrorAnswer_IsNeverRetried(int code)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.On(RequestCode.SendMessageV2, code, "no");
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqServerException>(() => producer.SendAsync(Message, Async).AsTask());

        Assert.Equal(code, error.ResponseCode);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
        Assert.Equal([SendResultKind.Rejected], strategy.Told.Select(told => told.Result));
    }

    [Theory]
    [InlineData(10, SendStatus.FlushDiskTimeout)]
    [InlineData(11, SendStatus.SlaveNotAvailable)]
    [InlineData(12, SendStatus.FlushSlaveTimeout)]
    public async Task SendAsync_StoredButNotSafely_IsASuccessWithThatStatus(int code, SendStatus expected)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, code, 5));
        var producer = await cluster.StartProducerAsync(options => options.RetryAnotherBrokerWhenNotStoreOK = true);
        Assert.Equal(expected, (await producer.SendAsync(Message, Async)).Status);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_NoAnswer_StopsWithTheBudget()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();
        var send = producer.SendAsync(Message, Async).AsTask();
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);

        cluster.Clock.Advance(TimeSpan.FromSeconds(3));

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => send);
        Assert.Equal(10002, error.ResponseCode);
        Assert.IsType<RemotingTimeoutException>(error.InnerException);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_GivenQueue_IsRetriedAtTheSameBroker()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerB.HangUp(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message, new MessageQueue("T", "broker-b", 1), Async).AsTask());

        Assert.StartsWith("Send [3] times", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, cluster.BrokerB.Get(RequestCode.SendMessageV2).Count);
        Assert.Empty(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Empty(strategy.Asked);
    }

    [Fact]
    public async Task SendAsync_FirstBrokerHasNoAddress_MakesTheRequestForTheNext()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.Routes["T"].OrderTopicConf = "broker-x:1;broker-b:2";
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(Message, Async);

        Assert.Equal(new MessageQueue("T", "broker-b", 0), result.Queue);
        Assert.Equal("broker-b", Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2))["n"]);
    }

    [Fact]
    public async Task SendAsync_MoreThanTheBound_WaitForAPlaceWithinTheirTime()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync(configureClient: client => client.ClientAsyncSemaphoreValue = 2);
        var first = producer.SendAsync(new Message("T", "1"u8.ToArray()), Async).AsTask();
        var second = producer.SendAsync(new Message("T", "2"u8.ToArray()), Async).AsTask();
        var request = await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2, 2);
        var third = producer.SendAsync(new Message("T", "3"u8.ToArray()), Async).AsTask();
        var fourth = producer.SendAsync(new Message("T", "4"u8.ToArray()), Async with { Timeout = TimeSpan.FromSeconds(1) }).AsTask();

        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<MqTimeoutException>(() => fourth);
        Assert.StartsWith("invokeAsyncImpl tryAcquire semaphore timeout, timeout: 1000ms", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.SendMessageV2).Count);

        await request.ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 0, 0));
        await (await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2, 3)).ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 0, 1));
        await (await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2, 2)).ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 0, 2));
        await Task.WhenAll(first, second, third);
    }

    [Fact]
    public async Task SendAsync_Synchronous_TakesNoPlace()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync(configureClient: client => client.ClientAsyncSemaphoreValue = 1);
        var sends = Enumerable.Range(0, 3).Select(_ => producer.SendAsync(new Message("T", "x"u8.ToArray())).AsTask()).ToList();
        for (var i = 1; i <= 3; i++)
            await (await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2, i)).ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 0, 0));
        await Task.WhenAll(sends);
    }
}
