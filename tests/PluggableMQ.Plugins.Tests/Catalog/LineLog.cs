using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Keeps what is logged.</summary>
internal sealed class LineLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(int Id, string Text)> Lines { get; } = new();

    /// <summary>The texts of an event.</summary>
    public IReadOnlyList<string> Of(int id) => [.. Lines.Where(l => l.Id == id).Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Lines.Enqueue((eventId.Id, formatter(state, exception)));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
