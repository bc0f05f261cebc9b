using System.Text;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;

namespace PluggableMQ.Tracing.Topic.Tests;

public class TopicTraceDispatcherTests
{
    private readonly ITracePublisher _publisher = Substitute.For<ITracePublisher>();
    private readonly List<(string Topic, string Keys, string Body)> _published = [];

    public TopicTraceDispatcherTests()
        => _publisher.PublishAsync(default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            _published.Add((call.ArgAt<string>(0), call.ArgAt<string>(1), Encoding.UTF8.GetString(call.ArgAt<ReadOnlyMemory<byte>>(2).Span)));
            return ValueTask.CompletedTask;
        });

    private static TraceRecord Pub(string id, string? keys = null) => new()
    {
        Type = TraceType.Pub, Timestamp = 1, Group = "g", Messages = [new TraceMessage { Topic = "T", MessageId = id, Keys = keys }],
    };

    private static int CountRecords(string body) => body.Count(static c => c == '\u0002');

    [Fact]
    public async Task Dispatch_SmallBatch_IsOneMessageWithAllKeysOnce()
    {
        var dispatcher = new TopicTraceDispatcher(new TopicOptions(), _publisher);

        await dispatcher.DispatchAsync(new[] { Pub("A", "order-1 x"), Pub("B", "order-1"), Pub("C") }, CancellationToken.None);

        var (topic, keys, body) = Assert.Single(_published);
        Assert.Equal("RMQ_SYS_TRACE_TOPIC", topic);
        Assert.Equal("A order-1 x B C", keys);
        Assert.Equal(3, CountRecords(body));
    }

    [Fact]
    public async Task Dispatch_LongBatch_IsSplitAfterTheRecordThatReachesTheBound()
    {
        var dispatcher = new TopicTraceDispatcher(new TopicOptions(), _publisher);
        var batch = Enumerable.Range(0, 3000).Select(i => Pub(i.ToString("D8"), keys: null)).ToArray();

        await dispatcher.DispatchAsync(batch, CancellationToken.None);

        Assert.Equal(3000, _published.Sum(message => CountRecords(message.Body)));
        var recordLength = _published[0].Body.Length / CountRecords(_published[0].Body);
        Assert.All(_published, message => Assert.True(message.Body.Length < 118_000 + recordLength && message.Keys.Length < short.MaxValue));
        Assert.All(_published.SkipLast(1), message => Assert.True(message.Body.Length >= 118_000 || message.Keys.Length >= TraceKeys.MaxBytes - 1));
    }

    [Fact]
    public async Task Dispatch_KeysBeyondWhatPropertiesHold_AreLeftOutOfTheKeysOnly()
    {
        var dispatcher = new TopicTraceDispatcher(new TopicOptions(), _publisher);

        await dispatcher.DispatchAsync(new[] { Pub("A", new string('k', 40_000)), Pub("B") }, CancellationToken.None);

        var (_, keys, body) = Assert.Single(_published);
        Assert.Equal("A B", keys);
        Assert.Contains(new string('k', 40_000), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispatch_AfterAFailedBatch_SendsTheNextOneOnly()
    {
        var failing = Substitute.For<ITracePublisher>();
        failing.PublishAsync(default!, default!, default, default).ReturnsForAnyArgs(
            _ => ValueTask.FromException(new IOException("no broker")),
            call =>
            {
                _published.Add(("", call.ArgAt<string>(1), ""));
                return ValueTask.CompletedTask;
            });
        var dispatcher = new TopicTraceDispatcher(new TopicOptions(), failing);

        await Assert.ThrowsAsync<IOException>(async () => await dispatcher.DispatchAsync(new[] { Pub("A") }, CancellationToken.None));
        await dispatcher.DispatchAsync(new[] { Pub("B") }, CancellationToken.None);

        Assert.Equal("B", Assert.Single(_published).Keys);
    }

    [Fact]
    public async Task Dispatch_OneMessageFails_SendsTheOthersAndThrowsTheFirstFailure()
    {
        var calls = 0;
        var failing = Substitute.For<ITracePublisher>();
        failing.PublishAsync(default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            if (++calls is 2 or 3) return ValueTask.FromException(new IOException($"no broker for message {calls}"));
            _published.Add(("", call.ArgAt<string>(1), ""));
            return ValueTask.CompletedTask;
        });
        var dispatcher = new TopicTraceDispatcher(new TopicOptions { MaxChars = 1 }, failing);

        var exception = await Assert.ThrowsAsync<IOException>(
            async () => await dispatcher.DispatchAsync(new[] { Pub("A"), Pub("B"), Pub("C"), Pub("D") }, CancellationToken.None));

        Assert.Equal("no broker for message 2", exception.Message);
        Assert.Equal(["A", "D"], _published.Select(message => message.Keys));
    }

    [Fact]
    public async Task Dispatch_Cancelled_StopsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var calls = 0;
        var failing = Substitute.For<ITracePublisher>();
        failing.PublishAsync(default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            calls++;
            cancellation.Cancel();
            return ValueTask.FromCanceled(call.ArgAt<CancellationToken>(3));
        });
        var dispatcher = new TopicTraceDispatcher(new TopicOptions { MaxChars = 1 }, failing);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await dispatcher.DispatchAsync(new[] { Pub("A"), Pub("B") }, cancellation.Token));

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Dispatch_CharactersOfThreeBytes_AreCountedAsThree()
    {
        var dispatcher = new TopicTraceDispatcher(new TopicOptions { MaxChars = 30_000 }, _publisher);
        var batch = Enumerable.Range(0, 50).Select(i => Pub($"{i}", new string('\u6D88', 1000))).ToArray();

        await dispatcher.DispatchAsync(batch, CancellationToken.None);

        Assert.All(_published, message => Assert.InRange(Encoding.UTF8.GetByteCount(message.Body), 1, 34_000));
        Assert.Equal(50, _published.Sum(message => CountRecords(message.Body)));
    }

    [Fact]
    public async Task Dispatch_ConsumptionOfManyMessages_IsSplitBetweenThem()
    {
        var dispatcher = new TopicTraceDispatcher(new TopicOptions { MaxChars = 2000 }, _publisher);
        var keys = new string('k', 1000);
        var messages = Enumerable.Range(0, 32).Select(i => new TraceMessage { Topic = "T", MessageId = $"{i}", Keys = keys }).ToArray();
        var record = new TraceRecord { Type = TraceType.SubAfter, Timestamp = 1, Group = "g", Messages = messages };

        await dispatcher.DispatchAsync(new[] { record }, CancellationToken.None);

        Assert.All(_published, message => Assert.InRange(message.Body.Length, 1, 3200));
        Assert.Equal(32, _published.Sum(message => CountRecords(message.Body)));
    }

    [Fact]
    public async Task Create_TraceTopicOption_IsUsed()
    {
        var harness = new PluginHarness(new TopicPlugin(), ("traceTopic", "my_trace"));
        var context = new TraceDispatcherContext("g", _publisher, harness.Clock, harness.LoggerFactory);

        await harness.Create(PluginKinds.Tracing, "topic", context).DispatchAsync(new[] { Pub("A") }, CancellationToken.None);

        Assert.Equal("my_trace", Assert.Single(_published).Topic);
    }
}
