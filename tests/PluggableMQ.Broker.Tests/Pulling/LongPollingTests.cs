using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Tests.Pulling;

public sealed class LongPollingTests
{
    private const int Suspend = PullSysFlag.Suspend;

    [Theory]
    [InlineData("inmemory")]
    [InlineData("commitlog")]
    public async Task Pull_HeldOnAQueue_IsAnsweredWhenAMessageComes(string store)
    {
        await using var broker = await StartAsync(setup => setup.CreateStore = TestPlugins.Store(store));
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 15_000));

        await broker.AskAsync(Requests.Send("Orders", queueId: 1));
        Assert.False(held.IsCompleted);
        await broker.AskAsync(Requests.Send("Orders", queueId: 0));

        var answer = await held.WaitAsync(TestBroker.Patience);
        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Single(MessageCodec.DecodeAll(answer.Body, decompress: true, 1 << 20));
        Assert.Equal(0, broker.Services.Holds.Count);
    }

    [Fact]
    public async Task Pull_HeldByABinaryClient_IsAnsweredToItsOpaque()
    {
        await using var broker = await StartAsync();
        var client = broker.NewClient(SerializeType.RocketMq);
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 15_000), client);

        await broker.AskAsync(Requests.Send("Orders"));

        Assert.Equal(ResponseCode.Success, (await held.WaitAsync(TestBroker.Patience)).Code);
    }

    [Fact]
    public async Task Pull_HeldTooLong_IsAnsweredAtTheNextTurnOfFiveSeconds()
    {
        await using var broker = await StartAsync();
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 6_000));

        broker.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, broker.Services.Holds.Count);
        broker.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var answer = await held.WaitAsync(TestBroker.Patience);
        Assert.Equal((ResponseCode.PullNotFound, "NO_MATCHED_LOGIC_QUEUE"), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task Pull_WithoutLongPolling_IsHeldForTheShortTime()
    {
        await using var broker = await StartAsync(setup => setup.Options.LongPollingEnable = false);
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 60_000));

        broker.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ResponseCode.PullNotFound, (await held.WaitAsync(TestBroker.Patience)).Code);
    }

    [Fact]
    public async Task Pull_WithoutTheSuspendFlag_IsAnsweredAtOnce()
    {
        await using var broker = await StartAsync();

        Assert.Equal(ResponseCode.PullNotFound, (await broker.AskAsync(Requests.Pull("Orders", suspend: 15_000))).Code);
        Assert.Equal(0, broker.Services.Holds.Count);
    }

    [Fact]
    public async Task Pull_HeldForATag_StaysHeldForOtherTagsAndMovesOnAtTheNextTurn()
    {
        await using var broker = await StartAsync();
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", subscription: "A", sysFlag: Suspend, suspend: 60_000));

        await broker.AskAsync(Requests.Send("Orders", properties: "TAGS\u0001B"));
        Assert.Equal(1, broker.Services.Holds.Count);
        broker.Clock.Advance(TimeSpan.FromSeconds(5));

        // Nothing for it, but it should not look at the same messages again.
        var answer = await held.WaitAsync(TestBroker.Patience);
        Assert.Equal((ResponseCode.PullRetryImmediately, "1"), (answer.Code, answer.Fields.GetString("nextBeginOffset"u8)));
    }

    [Fact]
    public async Task Pull_HeldForATag_IsAnsweredWhenOneOfItComes()
    {
        await using var broker = await StartAsync();
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", subscription: "A || C", sysFlag: Suspend, suspend: 60_000));

        await broker.AskAsync(Requests.Send("Orders", properties: "TAGS\u0001B"));
        await broker.AskAsync(Requests.Send("Orders", properties: "TAGS\u0001C"));

        var answer = await held.WaitAsync(TestBroker.Patience);
        Assert.Equal("C", Assert.Single(MessageCodec.DecodeAll(answer.Body, decompress: true, 1 << 20)).Tags);
    }

    [Fact]
    public async Task Pull_ThatMissesAMessageBetweenReadAndHold_IsAnsweredAllTheSame()
    {
        await using var broker = await StartAsync();
        Task<RemotingCommand>? send = null;
        broker.Store.AfterRead = () =>
        {
            send = broker.AskAsync(Requests.Send("Orders"), broker.NewClient());
            send.GetAwaiter().GetResult();
        };

        var answer = await broker.AskAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 60_000));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.NotNull(send);
    }

    [Fact]
    public async Task Pull_HeldOverAClosedConnection_IsForgotten()
    {
        await using var broker = await StartAsync();
        var client = broker.NewClient();
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 600_000), client);

        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<RemotingException>(() => held);
        await WaitUntilClosedAsync(broker);
        broker.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, broker.Services.Holds.Count);
    }

    [Fact]
    public async Task Pull_BeyondTheNumberThatMayBeHeld_IsAnsweredAtOnce()
    {
        await using var broker = await StartAsync(setup => setup.Options.PullThreadPoolQueueCapacity = 2);
        var first = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 600_000));
        var second = await broker.AskAndHoldAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 600_000));

        var third = await broker.AskAsync(Requests.Pull("Orders", sysFlag: Suspend, suspend: 600_000));

        Assert.Equal(ResponseCode.PullNotFound, third.Code);
        Assert.False(first.IsCompleted || second.IsCompleted);
    }

    [Fact]
    public async Task Pull_HeldManyTimes_IsReusedWithoutMixingAnswers()
    {
        await using var broker = await StartAsync(setup => setup.CreateStore = TestPlugins.Store("commitlog"));
        for (var i = 0; i < 200; i++)
        {
            var queueId = i % 4;
            var held = await broker.AskAndHoldAsync(
                Requests.Pull("Orders", offset: i / 4, queueId: queueId, sysFlag: Suspend, suspend: 60_000));
            await broker.AskAsync(Requests.Send("Orders", $"message {i}", queueId));
            var message = Assert.Single(
                MessageCodec.DecodeAll((await held.WaitAsync(TestBroker.Patience)).Body, decompress: true, 1 << 20));
            Assert.Equal($"message {i}", System.Text.Encoding.UTF8.GetString(message.Body.Span));
        }
    }

    private static async Task<TestBroker> StartAsync(Action<TestBrokerSetup>? configure = null)
    {
        var broker = await TestBroker.StartAsync(configure);
        broker.Services.Topics.Update(new TopicConfig { TopicName = "Orders", ReadQueueNums = 4, WriteQueueNums = 4 });
        return broker;
    }

    private static async Task WaitUntilClosedAsync(TestBroker broker)
    {
        // The broker has seen the close once it answers on a new connection and knows no other.
        var probe = broker.NewClient();
        while (broker.Services.Listeners.ConnectionCount > 1)
            await broker.AskAsync(Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence")), probe);
    }
}
