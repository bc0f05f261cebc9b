using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>Keeps log events, and lets a test wait for one.</summary>
internal sealed class LogCollector : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<LogEvent> _events = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<LogEvent>> _waiters = new();

    public IReadOnlyCollection<LogEvent> Events => _events;

    /// <summary>The first event of an id, when it comes.</summary>
    public Task<LogEvent> WaitAsync(int id) => Waiter(id).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var logged = new LogEvent(logLevel, eventId.Id, formatter(state, exception));
        _events.Enqueue(logged);
        Waiter(eventId.Id).TrySetResult(logged);
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource<LogEvent> Waiter(int id)
        => _waiters.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

internal sealed record LogEvent(LogLevel Level, int Id, string Text);
