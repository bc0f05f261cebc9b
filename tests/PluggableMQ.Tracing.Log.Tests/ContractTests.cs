using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Tracing.Log.Tests;

/// <summary>The contract of trace dispatchers; a record has arrived when its line is in the log.</summary>
public sealed class ContractTests : TraceDispatcherContract
{
    private readonly Lines _lines = new();

    protected override ILoggerFactory LoggerFactory => _lines;

    protected override ITraceDispatcher Create(TraceDispatcherContext context) => new PluginHarness(new LogPlugin()).Create(PluginKinds.Tracing, "log", context);

    // Of several messages the first is named, and the others are counted.
    protected override bool? HasArrived(string messageId) => _lines.Any(line => line.Contains(messageId, StringComparison.Ordinal)) ? true : null;

    protected override long? PlaceOf(string messageId)
    {
        var line = _lines.ToList().FindIndex(line => line.Contains(messageId, StringComparison.Ordinal));
        return line < 0 ? null : line;
    }

    private sealed class Lines : ConcurrentQueue<string>, ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Enqueue(formatter(state, exception));
    }
}
