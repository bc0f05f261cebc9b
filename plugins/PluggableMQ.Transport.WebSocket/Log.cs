using Microsoft.Extensions.Logging;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Event ids 8900 to 8999.</summary>
internal static partial class Log
{
    [LoggerMessage(8900, LogLevel.Debug, "An HTTP request from {Remote} was answered with {Status}: {Reason}", EventName = "UpgradeRefused")]
    public static partial void UpgradeRefused(ILogger logger, string remote, int status, string reason);

    [LoggerMessage(8901, LogLevel.Warning, "A web page of {Origin} wanted to connect from {Remote} and was refused: allowedOrigins does not list it.", EventName = "OriginRefused")]
    public static partial void OriginRefused(ILogger logger, string origin, string remote);

    [LoggerMessage(8902, LogLevel.Debug, "The connection {Connection} with {Remote} is closed: {Reason}", EventName = "PeerRefused")]
    public static partial void PeerRefused(ILogger logger, string connection, string remote, string reason);
}
