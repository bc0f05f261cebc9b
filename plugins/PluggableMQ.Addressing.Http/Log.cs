using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.Http;

/// <summary>Event ids 8100 to 8199.</summary>
internal static partial class Log
{
    [LoggerMessage(8100, LogLevel.Information, "{Url} lists the NameServers {Addresses}.", EventName = "AddressesChanged")]
    public static partial void AddressesChanged(ILogger logger, Uri url, string addresses);
}
