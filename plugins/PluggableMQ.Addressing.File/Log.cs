using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.File;

/// <summary>Event ids 8200 to 8299.</summary>
internal static partial class Log
{
    [LoggerMessage(8200, LogLevel.Information, "{Path} lists the NameServers {Addresses}.", EventName = "AddressesChanged")]
    public static partial void AddressesChanged(ILogger logger, string path, string addresses);

    [LoggerMessage(8201, LogLevel.Warning, "{Problem} The addresses read before stay in force until the file is mended.", EventName = "FileNotUsable")]
    public static partial void FileNotUsable(ILogger logger, string problem);

    [LoggerMessage(
        8202, LogLevel.Warning, "{Directory} cannot be watched ({Reason}): the file is looked at every 2 seconds instead.", EventName = "NotWatched")]
    public static partial void NotWatched(ILogger logger, string directory, string reason);
}
