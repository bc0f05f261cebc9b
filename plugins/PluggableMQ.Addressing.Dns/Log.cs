using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.Dns;

/// <summary>Event ids 8300 to 8399.</summary>
internal static partial class Log
{
    [LoggerMessage(8300, LogLevel.Information, "{Name} leads to the NameServers {Addresses}.", EventName = "AddressesChanged")]
    public static partial void AddressesChanged(ILogger logger, string name, string addresses);

    [LoggerMessage(8301, LogLevel.Warning, "{Name} names {Target}, which is left out: {Reason}", EventName = "TargetNotResolved")]
    public static partial void TargetNotResolved(ILogger logger, string name, string target, string reason);
}
