using Microsoft.Extensions.Logging;

namespace PluggableMQ.Client;

/// <summary>The log events of the client, 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Client {ClientId} started; NameServers: {NameServers}.", EventName = "ClientStarted")]
    public static partial void ClientStarted(this ILogger logger, string clientId, string nameServers);

    [LoggerMessage(5001, LogLevel.Information, "Client {ClientId} stopped.", EventName = "ClientStopped")]
    public static partial void ClientStopped(this ILogger logger, string clientId);

    [LoggerMessage(5002, LogLevel.Warning, "The task '{Task}' of client {ClientId} failed; it runs again at its next time.", EventName = "TaskFailed")]
    public static partial void TaskFailed(this ILogger logger, Exception exception, string task, string clientId);

    [LoggerMessage(5004, LogLevel.Warning, "Looking up the NameServers failed, those in force stay: {Reason}", EventName = "NameServerLookupFailed")]
    public static partial void NameServerLookupFailed(this ILogger logger, string reason);

    [LoggerMessage(5010, LogLevel.Debug, "Route of topic {Topic}: {PublishQueues} queues to send to, {SubscribeQueues} to pull from, {Brokers} brokers.", EventName = "RouteChanged")]
    public static partial void RouteChanged(this ILogger logger, string topic, int publishQueues, int subscribeQueues, int brokers);

    [LoggerMessage(5011, LogLevel.Debug, "The NameServer has no route of topic {Topic}.", EventName = "RouteMissing")]
    public static partial void RouteMissing(this ILogger logger, string topic);

    [LoggerMessage(5012, LogLevel.Information, "The NameServer has no route of topic {Topic} any more; the last one stays in force.", EventName = "RouteGone")]
    public static partial void RouteGone(this ILogger logger, string topic);

    [LoggerMessage(5013, LogLevel.Warning, "The route of topic {Topic} could not be fetched: {Reason}", EventName = "RouteFailed")]
    public static partial void RouteFailed(this ILogger logger, string topic, string reason);

    [LoggerMessage(5014, LogLevel.Debug, "The routes of {Topics} topics were asked for again.", EventName = "RoutesPolled")]
    public static partial void RoutesPolled(this ILogger logger, int topics);

    [LoggerMessage(5020, LogLevel.Warning, "Heartbeat to broker {Broker} at {Address} failed: {Reason}", EventName = "HeartbeatFailed")]
    public static partial void HeartbeatFailed(this ILogger logger, string broker, string address, string reason);

    [LoggerMessage(5021, LogLevel.Information, "Broker {Broker} has addresses that no route names any more; they are forgotten.", EventName = "BrokerOffline")]
    public static partial void BrokerOffline(this ILogger logger, string broker);

    [LoggerMessage(5022, LogLevel.Debug, "Unregistering group {Group} at {Address} failed: {Reason}", EventName = "UnregisterFailed")]
    public static partial void UnregisterFailed(this ILogger logger, string group, string address, string reason);

    [LoggerMessage(5023, LogLevel.Debug, "Heartbeat of client {ClientId} went to {Brokers} brokers.", EventName = "HeartbeatSent")]
    public static partial void HeartbeatSent(this ILogger logger, string clientId, int brokers);

    [LoggerMessage(5030, LogLevel.Information, "Producer {Group} started as {ClientId}.", EventName = "ProducerStarted")]
    public static partial void ProducerStarted(this ILogger logger, string group, string clientId);

    [LoggerMessage(5031, LogLevel.Information, "Producer {Group} stopped.", EventName = "ProducerStopped")]
    public static partial void ProducerStopped(this ILogger logger, string group);

    [LoggerMessage(5032, LogLevel.Debug, "Attempt {Attempt} to send to {Broker} failed, topic {Topic}: {Reason}", EventName = "SendAttemptFailed")]
    public static partial void SendAttemptFailed(this ILogger logger, int attempt, string broker, string topic, string reason);

    [LoggerMessage(5033, LogLevel.Warning, "The queue selection strategy {Strategy} of producer {Group} misbehaved ({Reason}); round robin was used, {Count} times so far.", EventName = "StrategyMisbehaved")]
    public static partial void StrategyMisbehaved(this ILogger logger, string strategy, string group, string reason, long count, Exception? exception);

    [LoggerMessage(5035, LogLevel.Warning, "The queue selection strategy {Strategy} of producer {Group} threw when it was told how a send went ({Reason}), {Count} times so far.", EventName = "StrategyReportFailed")]
    public static partial void StrategyReportFailed(this ILogger logger, string strategy, string group, string reason, long count, Exception exception);

    [LoggerMessage(5034, LogLevel.Warning, "A body of {Length} bytes could not be compressed and is sent as it is.", EventName = "CompressionFailed")]
    public static partial void CompressionFailed(this ILogger logger, Exception exception, int length);

    [LoggerMessage(5040, LogLevel.Information, "Pull consumer {Group} started as {ClientId}.", EventName = "PullConsumerStarted")]
    public static partial void PullConsumerStarted(this ILogger logger, string group, string clientId);

    [LoggerMessage(5041, LogLevel.Information, "Pull consumer {Group} stopped.", EventName = "PullConsumerStopped")]
    public static partial void PullConsumerStopped(this ILogger logger, string group);

    [LoggerMessage(5050, LogLevel.Warning, "The trace dispatcher of {Group} failed; {Count} records are lost.", EventName = "TraceDispatchFailed")]
    public static partial void TraceDispatchFailed(this ILogger logger, Exception exception, string group, int count);

    [LoggerMessage(5051, LogLevel.Warning, "The trace queue of {Group} is full; {Count} records have been dropped so far.", EventName = "TraceDropped")]
    public static partial void TraceDropped(this ILogger logger, string group, long count);

    [LoggerMessage(5052, LogLevel.Warning, "The trace dispatcher of {Group} did not finish in time; {Count} records are lost.", EventName = "TraceFlushCut")]
    public static partial void TraceFlushCut(this ILogger logger, string group, int count);

    [LoggerMessage(5053, LogLevel.Warning, "The trace dispatcher of {Group} was exchanged while it hung, and is left behind; {Count} records are lost.", EventName = "TraceDispatcherLeft")]
    public static partial void TraceDispatcherLeft(this ILogger logger, string group, int count);
}
