using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Tests.Support;

/// <summary>Keeps log lines by the name of their event, and lets a test wait for one.</summary>
internal sealed class LogCollector : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(string Event, string Text)> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _waiters = new();

    /// <summary>The texts of an event so far.</summary>
    public IReadOnlyList<string> Get(string name) => [.. _lines.Where(line => line.Event == name).Select(line => line.Text)];

    /// <summary>The text of the first such event, when it comes.</summary>
    public Task<string> WaitAsync(string name) => Waiter(name).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        _lines.Enqueue((eventId.Name ?? "", text));
        Waiter(eventId.Name ?? "").TrySetResult(text);
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource<string> Waiter(string name) => _waiters.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
