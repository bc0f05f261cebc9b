using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.StoreDecorators.Encryption.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<(string? Event, string Text)> _lines = new();

    /// <summary>The lines of an event.</summary>
    public IReadOnlyList<string> Get(string eventName) => [.. _lines.Where(line => line.Event == eventName).Select(line => line.Text)];

    /// <summary>Gives this logger for every category.</summary>
    public ILoggerFactory CreateFactory() => new Factory(this);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Enqueue((eventId.Name, formatter(state, exception)));

    private sealed class Factory(LogLines lines) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => lines;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
