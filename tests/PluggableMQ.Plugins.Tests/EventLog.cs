using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Plugins.Tests;

/// <summary>Keeps log lines for a test to look at.</summary>
internal sealed class EventLog : ILogger
{
    private readonly ConcurrentQueue<Line> _lines = new();

    public int Count(string name) => _lines.Count(line => line.Name == name);

    public Line? Find(string name) => _lines.FirstOrDefault(line => line.Name == name);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Enqueue(new Line(eventId.Id, eventId.Name ?? "", logLevel, formatter(state, exception)));

    internal sealed record Line(int Id, string Name, LogLevel Level, string Text);
}
