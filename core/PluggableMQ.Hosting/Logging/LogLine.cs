using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Logging;

/// <summary>The form of a log line.</summary>
internal static class LogLine
{
    /// <summary>Formats one event as one line. What came from the network cannot break the line or drive the terminal.</summary>
    public static string Format(DateTimeOffset time, LogLevel level, string category, string message, Exception? exception, bool withStack)
    {
        var line = new StringBuilder(128);
        line.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff} {Name(level)} {category} - ");
        Append(line, message);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            line.Append(" <- ").Append(cause.GetType().Name).Append(": ");
            Append(line, cause.Message);
        }

        if (withStack && exception?.StackTrace is { } stack) line.AppendLine().Append(stack);
        return line.ToString();
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
