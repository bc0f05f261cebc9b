using System.Text;
using PluggableMQ.Broker.Delay;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Delay;

public sealed class DelayedMessageTests
{
    [Theory]
    [InlineData("inmemory")]
    [InlineData("commitlog")]
    public async Task Send_WithADelayLevel_IsDeliveredWhenItIsDue(string store)
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.CreateStore = TestPlugins.Store(store));
        var sent = await broker.AskAsync(
            Requests.Send("Orders", "late", queueId: 2, properties: "DELAY\u00013\u0002TAGS\u0001A\u0002WAIT\u0001true"));
        Assert.Equal(("2", "0"), (sent.Fields.GetString("queueId"u8), sent.Fields.GetString("queueOffset"u8)));
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", queueId: 2, sysFlag: PullSysFlag.Suspend, suspend: 600_000));

        broker.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(held.IsCompleted);
        broker.Clock.Advance(TimeSpan.FromSeconds(0.2));

        var message = Assert.Single(MessageCodec.DecodeAll((await held.WaitAsync(TestBroker.Patience)).Body, decompress: true, 1 << 20));
        Assert.Equal(("late", "Orders", 2), (Encoding.UTF8.GetString(message.Body.Span), message.Topic, message.QueueId));
        // As Java's consumers see it.
        Assert.Equal(
            ("3", "Orders", "2", "A", "true"),
            (
                message.GetProperty("DELAY"), message.GetProperty("REAL_TOPIC"), message.GetProperty("REAL_QID"), message.Tags,
                message.GetProperty("WAIT")));
    }

    [Fact]
    public async Task Send_WithALevelBeyondTheLast_WaitsForTheLast()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.MessageDelayLevel = "1s 5s");

        await broker.AskAsync(Requests.Send("Orders", properties: "DELAY\u000199"));

        var delayed = Assert.Single(broker.Store.GetAll("SCHEDULE_TOPIC_XXXX", queueId: 1));
        Assert.Equal("2", delayed.GetProperty("DELAY"));
    }

    [Fact]
    public async Task Send_OfManyLevels_DeliversEachInItsOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        foreach (var level in (int[])[2, 1, 2, 1, 1])
        {
            await broker.AskAsync(Requests.Send("Orders", $"level {level}", properties: $"DELAY\u0001{level}"));
            broker.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        broker.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            ["level 1", "level 1", "level 1", "level 2", "level 2"],
            broker.Store.GetAll("Orders").Select(message => Encoding.UTF8.GetString(message.Body.Span)));
    }

    [Fact]
    public async Task Restart_InTheMiddle_DeliversTheRestOnce()
    {
        var directory = Directory.CreateTempSubdirectory("pmq-delay-").FullName;
        var clock = new ManualClock();
        void Configure(TestBrokerSetup setup)
            => (setup.Directory, setup.Clock, setup.CreateStore) = (directory, clock, TestPlugins.Store("commitlog"));
        await using (var broker = await TestBroker.StartAsync(Configure))
        {
            await broker.AskAsync(Requests.Send("Orders", "first", properties: "DELAY\u00012"));
            clock.Advance(TimeSpan.FromSeconds(6));
            await broker.AskAsync(Requests.Send("Orders", "second", properties: "DELAY\u00012"));
        }

        await using (var broker = await TestBroker.StartAsync(Configure))
        {
            Assert.Equal("""{"offsetTable":{2:1}}""", Text(await broker.AskAsync(RequestCode.GetAllDelayOffset)));
            clock.Advance(TimeSpan.FromSeconds(6));
            var pulled = MessageCodec.DecodeAll((await broker.AskAsync(Requests.Pull("Orders"))).Body, decompress: true, 1 << 20);
            Assert.Equal(["first", "second"], pulled.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Delivery_ThatTheStoreRefuses_IsTriedAgain()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders", properties: "DELAY\u00011"));
        broker.Store.NextStatus = Abstractions.Storage.AppendStatus.PageCacheBusy;
        broker.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(broker.Store.GetAll("Orders"));

        broker.Store.NextStatus = Abstractions.Storage.AppendStatus.Ok;
        broker.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Single(broker.Store.GetAll("Orders"));
    }

    [Theory]
    [InlineData("1s 5m 2h 1d", 4)]
    [InlineData(" 30s ", 1)]
    public void Parse_OfDelays_ReadsEachUnit(string text, int count) => Assert.Equal(count, DelayLevels.Parse(text).Max);

    [Theory]
    [InlineData("1x")]
    [InlineData("s")]
    [InlineData("1s,2s")]
    [InlineData("-1s")]
    public void Parse_OfSomethingElse_SaysWhatADelayLooksLike(string text)
        => Assert.Contains(
            "Write a number with s, m, h or d", Assert.Throws<FormatException>(() => DelayLevels.Parse(text)).Message,
            StringComparison.Ordinal);

    private static string Text(RemotingCommand answer) => Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(answer.Body));
}
