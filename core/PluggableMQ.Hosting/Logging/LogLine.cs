using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Logging;

/// <summary>The form of a log line.</summary>
internal static class LogLine
{
    /// <summary>Formats one event as one line. What came from the network cannot break the line or drive the terminal.</summary>
    public static string Format(
        DateTimeOffset time, LogLevel level, string category, EventId eventId, string message, Exception? exception, bool withStack)
    {
        var line = new StringBuilder(128);
        line.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff} {Name(level)} {category}");
        if (eventId.Name is not null) line.Append(CultureInfo.InvariantCulture, $" [{eventId.Id} {eventId.Name}]");
        else if (eventId.Id != 0) line.Append(CultureInfo.InvariantCulture, $" [{eventId.Id}]");
        line.Append(" - ");
        Append(line, message);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            line.Append(" <- ").Append(cause.GetType().Name).Append(": ");
            Append(line, cause.Message);
        }

        if (withStack && exception is not null) AppendStack(line, exception);
        return line.ToString();
    }

    // With the stacks of inner exceptions. Indented: no line of a message in it looks like an event.
    private static void AppendStack(StringBuilder line, Exception exception)
    {
        foreach (var part in exception.ToString().Split('\n')) Append(line.AppendLine().Append("  "), part);
    }

    private static void Append(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            if (c == '\n') line.Append(" | ");
            else if (!char.IsControl(c)) line.Append(c);
            else if (c != '\r') line.Append('?');
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO ",
        LogLevel.Warning => "WARN ",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
