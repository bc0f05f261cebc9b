using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Tests.Support;

/// <summary>Keeps log lines by the name of their event, and lets a test wait for one.</summary>
/// <param name="minimum">The lowest level that is kept.</param>
internal sealed class LogCollector(LogLevel minimum = LogLevel.Trace) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(string Event, string Text, string? Stack)> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _waiters = new();

    /// <summary>The texts of an event so far.</summary>
    public IReadOnlyList<string> Get(string name) => [.. _lines.Where(line => line.Event == name).Select(line => line.Text)];

    /// <summary>The stacks that events of a name came with. Text: an exception would hold the plugin that threw it.</summary>
    public IReadOnlyList<string> GetStacks(string name) => [.. _lines.Where(line => line.Event == name).Select(line => line.Stack).OfType<string>()];

    /// <summary>The text of the first such event, when it comes.</summary>
    public Task<string> WaitAsync(string name) => Waiter(name).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        _lines.Enqueue((eventId.Name ?? "", text, exception?.ToString()));
        Waiter(eventId.Name ?? "").TrySetResult(text);
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource<string> Waiter(string name) => _waiters.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
