using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosting.Administration;

/// <summary>What the admin endpoint logs; event ids 6050 to 6069.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(6050, LogLevel.Information, "Admin endpoint listens on {Address}, without authentication: /health, /plugins, /plugins/ID", EventName = "AdminListening")]
    public static partial void AdminListening(this ILogger logger, string address);

    [LoggerMessage(6051, LogLevel.Error, "Admin endpoint: {Path} failed", EventName = "AdminRequestFailed")]
    public static partial void AdminRequestFailed(this ILogger logger, string path, Exception exception);
}
