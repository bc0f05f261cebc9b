using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>One export for all dispatchers: begun by the first and ended by the last, so that each span is exported once.</summary>
internal sealed class SharedExport(OpenTelemetryOptions options)
{
    private readonly Lock _lock = new();
    private SpanExport? _export;
    private int _users;

    /// <summary>Takes part in it.</summary>
    public SpanExport Acquire(ILoggerFactory loggerFactory)
    {
        lock (_lock)
        {
            // Only who got it counts: making it may fail, and then nobody leaves it.
            var export = _export ??= new SpanExport(options, loggerFactory);
            _users++;
            return export;
        }
    }

    /// <summary>Leaves it; the last one waits until what is there has been exported, for a few seconds at most.</summary>
    public ValueTask ReleaseAsync()
    {
        SpanExport ended;
        lock (_lock)
        {
            if (--_users > 0) return ValueTask.CompletedTask;
            ended = _export!;
            _export = null;
        }

        // The SDK blocks while it exports the rest.
        return new ValueTask(Task.Run(ended.Dispose));
    }
}
