using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Logging;

/// <summary>A category of the console log.</summary>
internal sealed class ConsoleLogger : ILogger
{
    private readonly ConsoleLoggerFactory _factory;
    private readonly string _category;

    public ConsoleLogger(ConsoleLoggerFactory factory, string category)
    {
        _factory = factory;
        _category = category[(category.LastIndexOf('.') + 1)..];
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= _factory.Minimum && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _factory.Write(logLevel, _category, eventId, formatter(state, exception), exception);
    }
}
