using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests;

/// <summary>The synchronous column of RocketMQ's retry table.</summary>
public sealed class ProducerRetryTests
{
    private static readonly Message Message = new("T", "x"u8.ToArray());

    [Fact]
    public async Task SendAsync_BrokerCannotBeReached_TriesAnother()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        var producer = await cluster.StartProducerAsync();
        await cluster.BrokerA.DisposeAsync();

        var result = await producer.SendAsync(Message);

        Assert.Equal(new MessageQueue("T", "broker-b", 0), result.Queue);
        Assert.Equal([("T", 0, null, null), ("T", 1, "broker-a", null)], strategy.Asked);
        Assert.Equal([("broker-a", SendResultKind.Failed), ("broker-b", SendResultKind.Succeeded)], strategy.Told.Select(told => (told.Queue.BrokerName, told.Result)));
    }

    [Fact]
    public async Task SendAsync_ConnectionBreaks_TriesAnother()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.HangUp(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(Message);

        Assert.Equal("broker-b", result.Queue.BrokerName);
        Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(14)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(204)]
    [InlineData(205)]
    public async Task SendAsync_AnswerThatIsRetried_TriesAnother(int code)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.On(RequestCode.SendMessageV2, code, "no");
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(Message);

        Assert.Equal("broker-b", result.Queue.BrokerName);
        Assert.Equal([SendResultKind.Rejected, SendResultKind.Succeeded], strategy.Told.Select(told => told.Result));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(215)]
    public async Task SendAsync_OtherErrorAnswer_IsThrownAtOnce(int code)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.On(RequestCode.SendMessageV2, code, "[OVERLOAD]system busy");
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqServerException>(() => producer.SendAsync(Message).AsTask());

        Assert.Equal(code, error.ResponseCode);
        Assert.Equal("[OVERLOAD]system busy", error.Remark);
        Assert.Equal(cluster.BrokerA.Address, error.Address);
        Assert.Equal($"CODE: {code}  DESC: [OVERLOAD]system busy BROKER: {cluster.BrokerA.Address}", error.Message);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
        Assert.Equal([SendResultKind.Rejected], strategy.Told.Select(told => told.Result));
    }

    [Theory]
    [InlineData(10, SendStatus.FlushDiskTimeout)]
    [InlineData(11, SendStatus.SlaveNotAvailable)]
    [InlineData(12, SendStatus.FlushSlaveTimeout)]
    public async Task SendAsync_StoredButNotSafely_IsReturnedAsStatus(int code, SendStatus expected)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, code, 5));
        var producer = await cluster.StartProducerAsync();

        var result = await producer.SendAsync(Message);

        Assert.Equal(expected, result.Status);
        Assert.Equal(5, result.QueueOffset);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_StoredButNotSafelyAndAskedTo_TriesAnother()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, 10, 5));
        var producer = await cluster.StartProducerAsync(options => options.RetryAnotherBrokerWhenNotStoreOK = true);

        var result = await producer.SendAsync(Message);

        Assert.Equal(SendStatus.SendOk, result.Status);
        Assert.Equal("broker-b", result.Queue.BrokerName);
    }

    [Fact]
    public async Task SendAsync_StoredNowhereSafely_ReturnsTheLastStatus()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, 10, 5));
        cluster.BrokerB.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, 11, 6));
        var producer = await cluster.StartProducerAsync(options => options.RetryAnotherBrokerWhenNotStoreOK = true);

        var result = await producer.SendAsync(Message);

        Assert.Equal(SendStatus.FlushDiskTimeout, result.Status);
        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.SendMessageV2).Count);
        Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_StoredThenRefusedElsewhere_ReturnsWhatWasStored()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, (request, response) => FakeBroker.Store(request, response, 10, 5));
        cluster.BrokerB.On(RequestCode.SendMessageV2, ResponseCode.SystemBusy);
        var producer = await cluster.StartProducerAsync(options => options.RetryAnotherBrokerWhenNotStoreOK = true);
        Assert.Equal(SendStatus.FlushDiskTimeout, (await producer.SendAsync(Message)).Status);
    }

    [Fact]
    public async Task SendAsync_AllAttemptsRefused_SaysHowOftenWhereAndWhy()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, 14, "disk full");
        cluster.BrokerB.On(RequestCode.SendMessageV2, 14, "shutting down");
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message).AsTask());

        Assert.StartsWith("Send [3] times, still failed, cost [0]ms, Topic: T, BrokersSent: [broker-a, broker-b, broker-a]", error.Message, StringComparison.Ordinal);
        Assert.Contains("disk full", error.Message, StringComparison.Ordinal);
        Assert.Equal(14, error.ResponseCode);
        Assert.IsType<MqServerException>(error.InnerException);
    }

    [Fact]
    public async Task SendAsync_NoBrokerCanBeReached_Is10001()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync(options => options.RetryTimesWhenSendFailed = 1);
        await cluster.BrokerA.DisposeAsync();
        await cluster.BrokerB.DisposeAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message).AsTask());

        Assert.StartsWith("Send [2] times, still failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(10001, error.ResponseCode);
        Assert.IsType<RemotingConnectException>(error.InnerException);
    }

    [Fact]
    public async Task SendAsync_BrokersWithoutAddress_Is10003()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.Routes["T"].OrderTopicConf = "broker-x:1;broker-y:1";
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message).AsTask());

        Assert.Contains("BrokersSent: [broker-x, broker-y, broker-x]: The broker[broker-x] not exist", error.Message, StringComparison.Ordinal);
        Assert.Equal(10003, error.ResponseCode);
    }

    [Fact]
    public async Task SendAsync_NoAnswer_UsesUpTheWholeBudget()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();
        var send = producer.SendAsync(Message).AsTask();
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(2_999));
        Assert.False(send.IsCompleted);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<MqTimeoutException>(() => send);
        Assert.Equal("sendDefaultImpl call timeout", error.Message);
        Assert.IsType<RemotingTimeoutException>(error.InnerException);
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_LastAttemptTimesOut_Is10002()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync(options => options.RetryTimesWhenSendFailed = 0);
        var send = producer.SendAsync(Message).AsTask();
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);

        cluster.Clock.Advance(TimeSpan.FromSeconds(3));

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => send);
        Assert.StartsWith("Send [1] times, still failed, cost [3000]ms", error.Message, StringComparison.Ordinal);
        Assert.Equal(10002, error.ResponseCode);
    }

    [Fact]
    public async Task SendAsync_SlowFirstAttempt_LeavesTheRestOfTheBudgetToTheSecond()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        cluster.BrokerB.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync(options => options.RetryTimesWhenSendFailed = 1);
        var send = producer.SendAsync(Message, new SendOptions { Timeout = TimeSpan.FromSeconds(10) }).AsTask();
        var first = await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        cluster.Clock.Advance(TimeSpan.FromSeconds(4));
        first.Connection.Abort("test");
        await cluster.BrokerB.WaitForAsync(RequestCode.SendMessageV2);

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(5_999));
        Assert.False(send.IsCompleted);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(10002, (await Assert.ThrowsAsync<MqSendFailedException>(() => send)).ResponseCode);
    }

    [Fact]
    public async Task SendAsync_Retried_IsTheSameMessageWithItsOwnQueue()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, 14);
        var producer = await cluster.StartProducerAsync();
        var message = new Message("T", "x"u8.ToArray());

        await producer.SendAsync(message);

        var first = Assert.Single(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        var second = Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2));
        Assert.Equal("broker-a", first["n"]);
        Assert.Equal("broker-b", second["n"]);
        Assert.Equal(message.UniqueId, first.Properties["UNIQ_KEY"]);
        Assert.Equal(message.UniqueId, second.Properties["UNIQ_KEY"]);
        Assert.NotEqual(first.Opaque, second.Opaque);
    }

    [Fact]
    public async Task SendAsync_GivenQueue_IsNotRetried()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerB.On(RequestCode.SendMessageV2, 14, "disk full");
        var producer = await cluster.StartProducerAsync();

        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message, new MessageQueue("T", "broker-b", 1)).AsTask());

        Assert.StartsWith("Send [1] times, still failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(14, error.ResponseCode);
        Assert.Equal("1", Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2))["e"]);
        Assert.Empty(cluster.BrokerA.Get(RequestCode.SendMessageV2));
        Assert.Empty(strategy.Asked);
        Assert.Empty(strategy.Told);
    }

    [Fact]
    public async Task SendAsync_Selector_IsAskedOnceAndNotRetried()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerB.On(RequestCode.SendMessageV2, 14);
        var producer = await cluster.StartProducerAsync();
        var asked = 0;

        await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message, (queues, message) =>
        {
            asked++;
            Assert.Equal(4, queues.Count);
            Assert.Same(Message, message);
            return queues[3];
        }).AsTask());

        Assert.Equal(1, asked);
        Assert.Equal("1", Assert.Single(cluster.BrokerB.Get(RequestCode.SendMessageV2))["e"]);
        Assert.Empty(cluster.BrokerA.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_SelectorMisbehaves_SaysSo()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var producer = await cluster.StartProducerAsync();
        var thrown = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendAsync(Message, (_, _) => throw new InvalidOperationException("oops")).AsTask());
        Assert.StartsWith("select message queue threw exception", thrown.Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendAsync(Message, (_, _) => null!).AsTask());
        Assert.Equal("select message queue return null.", none.Message);
        var foreign = await Assert.ThrowsAsync<MqIllegalArgumentException>(() => producer.SendAsync(Message, (_, _) => new MessageQueue("U", "b", 0)).AsTask());
        Assert.StartsWith("message's topic not equal mq's topic", foreign.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_CallerGivesUp_IsCancelledAndBlamesNoBroker()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();
        using var cancellation = new CancellationTokenSource();
        var send = producer.SendAsync(Message, cancellation.Token).AsTask();
        await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
        Assert.Equal([SendResultKind.Succeeded], strategy.Told.Select(told => told.Result));
        Assert.Empty(cluster.BrokerB.Get(RequestCode.SendMessageV2));
    }

    [Fact]
    public async Task SendAsync_AnswerLacksItsFields_IsAFailedAttempt()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.BrokerA.On(RequestCode.SendMessageV2, ResponseCode.Success);
        var producer = await cluster.StartProducerAsync(options => options.RetryTimesWhenSendFailed = 0);
        var error = await Assert.ThrowsAsync<MqSendFailedException>(() => producer.SendAsync(Message).AsTask());
        Assert.Contains("lacks msgId, queueId or queueOffset", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_StrategyThrows_SendsByRoundRobinAndCounts()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        cluster.Strategy = new ThrowingStrategy();
        var producer = await cluster.StartProducerAsync();

        for (var i = 0; i < 4; i++) await producer.SendAsync(Message);

        Assert.Equal(2, cluster.BrokerA.Get(RequestCode.SendMessageV2).Count);
        Assert.Equal(2, cluster.BrokerB.Get(RequestCode.SendMessageV2).Count);
        Assert.Equal(4, producer.SelectionFallbacks);
        Assert.Single(cluster.Log.Get("StrategyMisbehaved"));
    }

    [Fact]
    public async Task SendAsync_Outcome_CarriesTheLatencyOfTheAttempt()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.AddTopic("T");
        var strategy = (OrderedStrategy)cluster.Strategy;
        cluster.BrokerA.Ignore(RequestCode.SendMessageV2);
        var producer = await cluster.StartProducerAsync();
        var send = producer.SendAsync(Message).AsTask();
        var request = await cluster.BrokerA.WaitForAsync(RequestCode.SendMessageV2);
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(700));
        await request.ReplyAsync((asked, response) => FakeBroker.Store(asked, response, 0, 0));
        await send;
        Assert.Equal(TimeSpan.FromMilliseconds(700), Assert.Single(strategy.Told).Elapsed);
    }

    private sealed class ThrowingStrategy : IQueueSelectionStrategy
    {
        public MessageQueue Select(in QueueSelectionRequest request) => throw new InvalidOperationException("broken");

        public void Report(in SendOutcome outcome) => throw new InvalidOperationException("broken");
    }
}
