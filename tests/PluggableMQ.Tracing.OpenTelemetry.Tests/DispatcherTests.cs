using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;
using PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>Records that no span of the client's tells of.</summary>
[Collection(nameof(ExportTests))]
public sealed class DispatcherTests
{
    [Fact]
    public async Task DispatchAsync_EndOfTransaction_BecomesASpanAndSendsDoNot()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var dispatcher = Create(receiver);

        await dispatcher.DispatchAsync(new[] { Record(TraceType.Pub), Record(TraceType.EndTransaction), Record(TraceType.SubBefore), Record(TraceType.SubAfter) }, CancellationToken.None);
        await receiver.WaitAsync(all => all.Count >= 1);
        await ((IAsyncDisposable)dispatcher).DisposeAsync();
        await ((IAsyncDisposable)dispatcher).DisposeAsync();

        var span = Assert.Single(receiver.Spans);
        Assert.Equal(("end_transaction T", 3, 2, 1_700_000_000_000_000_000UL, 1_700_000_000_250_000_000UL), (span.Name, span.Kind, span.Status, span.Start, span.End));
        Assert.Equal(("ID1", "COMMIT_MESSAGE", "true"), (
            span.Attributes["messaging.message.id"], span.Attributes["messaging.rocketmq.transaction.state"], span.Attributes["messaging.rocketmq.transaction.from_check"]));
    }

    [Theory]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    [InlineData(1, long.MaxValue)]
    public async Task DispatchAsync_TimesThatNoSpanCanHold_StillBecomeASpan(long timestamp, long cost)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var dispatcher = Create(receiver);

        await dispatcher.DispatchAsync(new[] { Record(TraceType.EndTransaction, timestamp, cost) }, CancellationToken.None);
        // The end waits for the export, but not for ever.
        await receiver.WaitAsync(all => all.Count >= 1);
        await ((IAsyncDisposable)dispatcher).DisposeAsync();

        Assert.Equal("end_transaction T", Assert.Single(receiver.Spans).Name);
    }

    [Fact]
    public async Task Acquire_AfterAFailure_TheLastUserStillEndsTheExport()
    {
        var export = new SharedExport(new OpenTelemetryOptions { Endpoint = new Uri("http://127.0.0.1:9/") });
        var broken = Substitute.For<ILoggerFactory>();
        broken.CreateLogger(default!).ReturnsForAnyArgs(static _ => throw new InvalidOperationException("no logs"));
        Assert.Throws<InvalidOperationException>(() => export.Acquire(broken));

        var first = export.Acquire(NullLoggerFactory.Instance);
        await export.ReleaseAsync();
        var second = export.Acquire(NullLoggerFactory.Instance);
        await export.ReleaseAsync();

        Assert.NotSame(first, second);
    }

    private static ITraceDispatcher Create(OtlpReceiver receiver)
    {
        var plugin = new PluginHarness(
            new OpenTelemetryPlugin(), ("protocol", "http/protobuf"), ("endpoint", receiver.HttpEndpoint), ("exportInterval", "10"), ("timeout", "60000"));
        var context = new TraceDispatcherContext("orders", Substitute.For<ITracePublisher>(), TimeProvider.System, NullLoggerFactory.Instance);
        return plugin.Create(PluginKinds.Tracing, "opentelemetry", context);
    }

    private static TraceRecord Record(TraceType type, long timestamp = 1_700_000_000_000, long cost = 250) => new()
    {
        Type = type,
        Timestamp = timestamp,
        CostMilliseconds = cost,
        Group = "orders",
        Success = false,
        Messages = [new TraceMessage { Topic = "T", MessageId = "ID1", TransactionState = "COMMIT_MESSAGE", FromTransactionCheck = true }],
    };
}
