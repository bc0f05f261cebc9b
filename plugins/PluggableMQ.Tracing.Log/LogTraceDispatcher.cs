using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Log;

/// <summary>Writes trace records to the host's log, one line each.</summary>
internal sealed class LogTraceDispatcher(LogOptions options, ILoggerFactory loggerFactory) : ITraceDispatcher
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("PluggableMQ.Tracing.Log");

    /// <inheritdoc/>
    public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        foreach (var record in batch.Span) Write(record);
        return ValueTask.CompletedTask;
    }

    private void Write(TraceRecord record)
    {
        var level = record.Success ? options.Level : LogLevel.Warning;
        if (record.Messages.Count == 0 || !_logger.IsEnabled(level)) return;
        var first = record.Messages[0];
        var count = record.Messages.Count;
        var outcome = record.Success ? "ok" : "failed";
        var keys = OneLine.Of(first.Keys);
        var requestId = OneLine.Of(record.RequestId);
        // An id may be what another client wrote into UNIQ_KEY; topics and groups of other clients are not checked here either.
        var (topic, id, group) = (OneLine.Of(first.Topic), OneLine.Of(first.MessageId), OneLine.Of(record.Group));
        switch (record.Type)
        {
            case TraceType.Pub:
                var (broker, tag) = (OneLine.Of(first.StoreHost), OneLine.Of(first.Tags));
                Log.Sent(_logger, level, outcome, first.BodyLength, topic, broker, record.CostMilliseconds, id, tag, keys, group);
                break;
            case TraceType.SubBefore:
                Log.Consuming(_logger, level, count, topic, id, first.RetryTimes, keys, group, requestId);
                break;
            case TraceType.SubAfter:
                Log.Consumed(_logger, level, outcome, count, topic, record.CostMilliseconds, id, keys, group, requestId);
                break;
            case TraceType.EndTransaction:
                var (state, transaction) = (OneLine.Of(first.TransactionState), OneLine.Of(first.TransactionId));
                Log.TransactionEnded(_logger, level, state, topic, id, transaction, first.FromTransactionCheck, group);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record.Type, "Unknown kind of trace record.");
        }
    }
}
