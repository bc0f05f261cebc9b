using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.OpenTelemetry;

/// <summary>Event ids 9100 to 9199.</summary>
internal static partial class Log
{
    [LoggerMessage(9100, LogLevel.Information, "Spans go to {Endpoint} by {Protocol}, {Ratio} of the traces that begin here.", EventName = "SpanExportStarted")]
    public static partial void Started(ILogger logger, string protocol, Uri endpoint, double ratio);

    [LoggerMessage(9101, LogLevel.Warning,
        "Spans cannot be exported to {Endpoint} by {Protocol} and are dropped; sending is not affected. Look whether an OTLP collector listens there and speaks that protocol.",
        EventName = "SpanExportFailed")]
    public static partial void ExportFailed(ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(9102, LogLevel.Information, "Spans are exported to {Endpoint} again; {Failed} were lost meanwhile.", EventName = "SpanExportRecovered")]
    public static partial void Recovered(ILogger logger, Uri endpoint, long failed);
}
