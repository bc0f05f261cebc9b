using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogCollector : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Event, string Text)> _lines = new();
    private TaskCompletionSource _logged = NewSignal();

    public IReadOnlyList<(LogLevel Level, EventId Event, string Text)> Lines => [.. _lines];

    /// <summary>The lines of an event.</summary>
    public IReadOnlyList<string> Get(string eventName) => [.. _lines.Where(line => line.Event.Name == eventName).Select(line => line.Text)];

    /// <summary>Waits for the n-th line of an event, counted from one.</summary>
    public async Task<string> WaitForAsync(string eventName, int count = 1)
    {
        var lines = Get(eventName);
        while (lines.Count < count)
        {
            var logged = _logged.Task;
            lines = Get(eventName);
            if (lines.Count >= count) break;
            await logged.WaitAsync(TimeSpan.FromSeconds(60));
        }

        return lines[count - 1];
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((logLevel, eventId, formatter(state, exception)));
        Interlocked.Exchange(ref _logged, NewSignal()).SetResult();
    }

    public void Dispose()
    {
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
