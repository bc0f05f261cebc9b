using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>Keeps what was logged, and signals events: what happens on another thread is waited for by its log entry.</summary>
internal sealed class EventLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _events = new();

    /// <summary>Ends when the event is logged, or has been.</summary>
    public Task<string> WaitAsync(int eventId) => Event(eventId).Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Whether the event has been logged.</summary>
    public bool Has(int eventId) => Event(eventId).Task.IsCompleted;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Event(eventId.Id).TrySetResult(formatter(state, exception));

    private TaskCompletionSource<string> Event(int id) => _events.GetOrAdd(id, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
