using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>Event ids 8600 to 8699.</summary>
internal static partial class Log
{
    [LoggerMessage(8600, LogLevel.Information, "Broker {Broker} is left alone for {Duration} ms: a send {Result} after {Elapsed} ms.", EventName = "BrokerAvoided")]
    public static partial void BrokerAvoided(ILogger logger, string broker, long duration, SendResultKind result, long elapsed);
}
