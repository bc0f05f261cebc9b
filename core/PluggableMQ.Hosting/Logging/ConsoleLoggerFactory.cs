using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Logging;

/// <summary>Writes one readable line for each event: time, level, the category's last part, the event's id and name, message.</summary>
/// <remarks>A factory of its own rather than a provider: a host that starts should not build an options pipeline for its log.</remarks>
public sealed class ConsoleLoggerFactory : ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly TimeProvider _clock;

    /// <summary>Makes the factory.</summary>
    /// <param name="output">Where lines go; hosts use standard error, so that standard output holds results only.</param>
    /// <param name="minimum">The lowest level that is written.</param>
    /// <param name="clock">The clock.</param>
    public ConsoleLoggerFactory(TextWriter output, LogLevel minimum, TimeProvider clock)
    {
        _output = output;
        _clock = clock;
        Minimum = minimum;
    }

    /// <summary>The lowest level that is written.</summary>
    public LogLevel Minimum { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(this, categoryName);

    /// <summary>Not supported: there is one output.</summary>
    /// <param name="provider">The provider.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddProvider(ILoggerProvider provider)
        => throw new NotSupportedException("The console log takes no providers; an application that wants them hands its own ILoggerFactory to the host.");

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    internal void Write(LogLevel level, string category, EventId eventId, string message, Exception? exception)
    {
        var line = LogLine.Format(_clock.GetLocalNow(), level, category, eventId, message, exception, withStack: Minimum <= LogLevel.Debug);
        lock (_lock) _output.WriteLine(line);
    }
}
