using Microsoft.Extensions.Logging;

namespace PluggableMQ.Broker;

/// <summary>All log events of this assembly. Event ids 4000 to 4999; never a message body.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(
        4000, LogLevel.Information,
        "Broker {BrokerName} of cluster {ClusterName} serves clients at {Address} and on VIP port {VipPort}.",
        EventName = "BrokerStarted")]
    public static partial void Started(ILogger logger, string brokerName, string clusterName, string address, int vipPort);

    [LoggerMessage(4001, LogLevel.Information, "Broker {BrokerName} stopped.", EventName = "BrokerStopped")]
    public static partial void Stopped(ILogger logger, string brokerName);

    [LoggerMessage(4002, LogLevel.Critical, "The message store failed for good; the broker stops.", EventName = "StoreFailed")]
    public static partial void StoreFailed(ILogger logger, Exception cause);

    [LoggerMessage(
        4003, LogLevel.Error,
        "Periodic task '{Task}' failed; it is tried again at its next turn.",
        EventName = "PeriodicTaskFailed")]
    public static partial void PeriodicTaskFailed(ILogger logger, string task, Exception cause);

    [LoggerMessage(
        4004, LogLevel.Error,
        "'{Path}' could not be written; the change is in force but would be lost at a restart.",
        EventName = "ConfigNotSaved")]
    public static partial void ConfigNotSaved(ILogger logger, string path, Exception cause);

    [LoggerMessage(
        4010, LogLevel.Information,
        "Topic {Topic} created with {QueueNums} queues from template {Template}, wanted by {Client}.",
        EventName = "TopicCreated")]
    public static partial void TopicCreated(ILogger logger, string topic, int queueNums, string template, string client);

    [LoggerMessage(4011, LogLevel.Information, "Topic {Topic} updated: {Config}.", EventName = "TopicUpdated")]
    public static partial void TopicUpdated(ILogger logger, string topic, string config);

    [LoggerMessage(4012, LogLevel.Information, "Topic {Topic} deleted.", EventName = "TopicDeleted")]
    public static partial void TopicDeleted(ILogger logger, string topic);

    [LoggerMessage(4013, LogLevel.Information, "Subscription group {Group} created.", EventName = "GroupCreated")]
    public static partial void GroupCreated(ILogger logger, string group);

    [LoggerMessage(4014, LogLevel.Information, "Subscription group {Group} updated.", EventName = "GroupUpdated")]
    public static partial void GroupUpdated(ILogger logger, string group);

    [LoggerMessage(4015, LogLevel.Information, "Subscription group {Group} deleted, offsets {Offsets}.", EventName = "GroupDeleted")]
    public static partial void GroupDeleted(ILogger logger, string group, string offsets);

    [LoggerMessage(
        4020, LogLevel.Information,
        "Client {ClientId} at {Address} joined consumer group {Group}.",
        EventName = "ConsumerJoined")]
    public static partial void ConsumerJoined(ILogger logger, string clientId, string address, string group);

    [LoggerMessage(4021, LogLevel.Information, "Client {ClientId} at {Address} left consumer group {Group}.", EventName = "ConsumerLeft")]
    public static partial void ConsumerLeft(ILogger logger, string clientId, string address, string group);

    [LoggerMessage(
        4022, LogLevel.Warning,
        "Client {ClientId} at {Address} sent no heartbeat for {Seconds} s; its connection is closed.",
        EventName = "ClientExpired")]
    public static partial void ClientExpired(ILogger logger, string clientId, string address, int seconds);

    [LoggerMessage(4023, LogLevel.Debug, "Notification {Code} to {Address} could not be sent: {Reason}", EventName = "NotificationFailed")]
    public static partial void NotificationFailed(ILogger logger, int code, string address, string reason);

    [LoggerMessage(
        4024, LogLevel.Information,
        "Consumer group {Group} asked for offset {Requested} of {Topic} queue {QueueId}, which has {Min} to {Max}; moved to {Moved}.",
        EventName = "OffsetMoved")]
    public static partial void OffsetMoved(
        ILogger logger, string group, string topic, int queueId, long requested, long min, long max, long moved);

    [LoggerMessage(4030, LogLevel.Information, "Registered at NameServer {Address}.", EventName = "Registered")]
    public static partial void Registered(ILogger logger, string address);

    [LoggerMessage(
        4031, LogLevel.Warning,
        "Registration at NameServer {Address} failed: {Reason} It is tried again.",
        EventName = "RegistrationFailed")]
    public static partial void RegistrationFailed(ILogger logger, string address, string reason);

    [LoggerMessage(
        4032, LogLevel.Warning,
        "NameServer addresses could not be looked up: {Reason} The known ones stay in use.",
        EventName = "AddressLookupFailed")]
    public static partial void AddressLookupFailed(ILogger logger, string reason);

    [LoggerMessage(
        4034, LogLevel.Warning,
        "No NameServer is known; clients cannot find this broker. Set namesrvAddr or start with -n.",
        EventName = "NoNameServer")]
    public static partial void NoNameServer(ILogger logger);

    [LoggerMessage(
        4040, LogLevel.Warning,
        "A delayed message of level {Level} at offset {Offset} could not be delivered: {Reason} It is tried again.",
        EventName = "DelayedDeliveryFailed")]
    public static partial void DelayedDeliveryFailed(ILogger logger, int level, long offset, string reason);

    [LoggerMessage(
        4041, LogLevel.Error,
        "A delayed message of level {Level} at offset {Offset} cannot be read and is skipped: {Reason}",
        EventName = "DelayedMessageSkipped")]
    public static partial void DelayedMessageSkipped(ILogger logger, int level, long offset, string reason);

    [LoggerMessage(
        4050, LogLevel.Warning,
        "Half message at offset {Offset} of group {Group} was checked {Times} times without an answer and is given up.",
        EventName = "HalfMessageGivenUp")]
    public static partial void HalfMessageGivenUp(ILogger logger, long offset, string group, int times);

    [LoggerMessage(
        4051, LogLevel.Warning,
        "Half message at offset {Offset} cannot be checked: no producer of group {Group} is connected.",
        EventName = "NoProducerToCheck")]
    public static partial void NoProducerToCheck(ILogger logger, long offset, string group);

    [LoggerMessage(4060, LogLevel.Information, "Setting {Key} changed to '{Value}' by {Client}.", EventName = "SettingChanged")]
    public static partial void SettingChanged(ILogger logger, string key, string value, string client);

    [LoggerMessage(
        4061, LogLevel.Information,
        "Offsets of group {Group} on topic {Topic} reset to time {Timestamp} by {Client}.",
        EventName = "OffsetsReset")]
    public static partial void OffsetsReset(ILogger logger, string group, string topic, long timestamp, string client);
}
