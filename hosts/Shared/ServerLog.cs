using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosts;

/// <summary>What a server's executable logs; event ids 6900 to 6999.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(6900, LogLevel.Critical, "Stopping, because the work cannot go on", EventName = "ServerFailed")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(6901, LogLevel.Information, "Stopping", EventName = "ServerStopping")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(6902, LogLevel.Information, "Stopped", EventName = "ServerStopped")]
    public static partial void Stopped(ILogger logger);
}
