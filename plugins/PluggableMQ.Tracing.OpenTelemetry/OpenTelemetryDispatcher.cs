using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>Keeps the export going as long as its group lives. Of the records, only the end of a transaction becomes a span here: sends, pulls
/// and handled messages have spans of the client's own, which say more and have parents.</summary>
internal sealed class OpenTelemetryDispatcher(SharedExport export, ILoggerFactory loggerFactory) : ITraceDispatcher, IAsyncDisposable
{
    // What a span's time can hold; a record's time and cost are any numbers.
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly SpanExport _spans = export.Acquire(loggerFactory);
    private int _disposed;

    /// <inheritdoc/>
    public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        foreach (var record in batch.Span)
        {
            if (record.Type == TraceType.EndTransaction) Settle(record);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, 1) == 0 ? export.ReleaseAsync() : ValueTask.CompletedTask;

    private void Settle(TraceRecord record)
    {
        var start = Math.Clamp(record.Timestamp, 0, MaxMilliseconds);
        var end = start + Math.Clamp(record.CostMilliseconds, 0, MaxMilliseconds - start);
        foreach (var message in record.Messages)
        {
            var tags = new ActivityTagsCollection
            {
                ["messaging.system"] = "rocketmq",
                ["messaging.operation.name"] = "end_transaction",
                ["messaging.operation.type"] = "settle",
                ["messaging.destination.name"] = message.Topic,
                ["messaging.rocketmq.client_group"] = record.Group,
                ["messaging.message.id"] = message.MessageId,
                ["messaging.rocketmq.message.type"] = "transaction",
                ["messaging.rocketmq.transaction.id"] = message.TransactionId,
                ["messaging.rocketmq.transaction.state"] = message.TransactionState,
                ["messaging.rocketmq.transaction.from_check"] = message.FromTransactionCheck,
            };
            // Not below whatever is current on the host's loop.
            using var span = _spans.Source.CreateActivity($"end_transaction {message.Topic}", ActivityKind.Client, default(ActivityContext), tags);
            if (span is null) continue;
            span.SetStartTime(ToUtc(start)).Start();
            if (!record.Success) span.SetStatus(ActivityStatusCode.Error);
            span.SetEndTime(ToUtc(end));
        }
    }

    private static DateTime ToUtc(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
}
