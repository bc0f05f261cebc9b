using Microsoft.Extensions.Logging;

namespace PluggableMQ.NameServer;

/// <summary>Event ids 3000 to 3999.</summary>
internal static partial class NameServerLog
{
    [LoggerMessage(3000, LogLevel.Information, "Broker {Broker} ({Id}) at {Address} of cluster {Cluster} registered with {Topics} topics", EventName = "BrokerRegistered")]
    public static partial void BrokerRegistered(ILogger logger, string broker, long id, string address, string cluster, int topics);

    [LoggerMessage(3001, LogLevel.Debug, "Broker {Broker} ({Id}) at {Address} changed {Topics} topics, version {Version}", EventName = "TopicsMerged")]
    public static partial void TopicsMerged(ILogger logger, string broker, long id, string address, int topics, long version);

    [LoggerMessage(3002, LogLevel.Information, "Broker {Broker} ({Id}) at {Address} unregistered", EventName = "BrokerUnregistered")]
    public static partial void BrokerUnregistered(ILogger logger, string broker, long id, string address);

    [LoggerMessage(3003, LogLevel.Warning, "Broker at {Address} removed: its connection closed", EventName = "BrokerDisconnected")]
    public static partial void BrokerDisconnected(ILogger logger, string address);

    [LoggerMessage(3004, LogLevel.Warning, "Broker at {Address} removed: it has not registered for more than {Milliseconds} ms", EventName = "BrokerExpired")]
    public static partial void BrokerExpired(ILogger logger, string address, int milliseconds);

    [LoggerMessage(3005, LogLevel.Warning, "Registration from {RemoteAddress} refused: {Reason}", EventName = "RegistrationRefused")]
    public static partial void RegistrationRefused(ILogger logger, string remoteAddress, string reason);

    [LoggerMessage(3006, LogLevel.Error, "Looking for brokers that are gone failed; it is tried again", EventName = "ScanFailed")]
    public static partial void ScanFailed(ILogger logger, Exception exception);

    [LoggerMessage(3010, LogLevel.Information, "Topic {Topic} deleted from {Cluster} by {RemoteAddress}", EventName = "TopicDeleted")]
    public static partial void TopicDeleted(ILogger logger, string topic, string cluster, string remoteAddress);

    [LoggerMessage(3011, LogLevel.Information, "Write permission of broker {Broker} {Change} on {Topics} topics by {RemoteAddress}", EventName = "WritePermissionChanged")]
    public static partial void WritePermissionChanged(ILogger logger, string broker, string change, int topics, string remoteAddress);

    [LoggerMessage(3020, LogLevel.Information, "KV configuration {Namespace}/{Key} {Change} by {RemoteAddress}", EventName = "KvConfigChanged")]
    public static partial void KvConfigChanged(ILogger logger, string @namespace, string key, string change, string remoteAddress);

    [LoggerMessage(3021, LogLevel.Information, "KV configuration read from {Path}: {Entries} entries", EventName = "KvConfigLoaded")]
    public static partial void KvConfigLoaded(ILogger logger, string path, int entries);

    [LoggerMessage(3030, LogLevel.Information, "Settings {Keys} changed by {RemoteAddress} and written to {Path}", EventName = "SettingsChanged")]
    public static partial void SettingsChanged(ILogger logger, string keys, string remoteAddress, string path);

    [LoggerMessage(3031, LogLevel.Warning, "Settings {Keys} from {RemoteAddress} ignored: unknown, or not of the right kind", EventName = "SettingsIgnored")]
    public static partial void SettingsIgnored(ILogger logger, string keys, string remoteAddress);

    [LoggerMessage(3040, LogLevel.Debug, "Request code {Code} from {RemoteAddress} is unknown and gets no answer", EventName = "UnknownRequest")]
    public static partial void UnknownRequest(ILogger logger, int code, string remoteAddress);
}
