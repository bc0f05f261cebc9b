using Microsoft.Extensions.Logging;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>The log events of this assembly: 1000 to 1999.</summary>
internal static partial class RemotingLog
{
    [LoggerMessage(1000, LogLevel.Information, "Listening on {Endpoint}", EventName = "Listening")]
    public static partial void Listening(ILogger logger, string endpoint);

    [LoggerMessage(1001, LogLevel.Information, "Stopped listening on {Endpoint}", EventName = "Stopped")]
    public static partial void Stopped(ILogger logger, string endpoint);

    [LoggerMessage(
        1002, LogLevel.Error, "Accepting connections on {Endpoint} failed; no further ones are accepted", EventName = "AcceptFailed")]
    public static partial void AcceptFailed(ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(
        1003, LogLevel.Warning, "Connection from {RemoteAddress} refused: {Limit} connections are open, which is the " +
            "limit", EventName = "TooManyConnections")]
    public static partial void TooManyConnections(ILogger logger, string remoteAddress, int limit);

    [LoggerMessage(1010, LogLevel.Debug, "Connection {Id} with {RemoteAddress} opened", EventName = "Opened")]
    public static partial void Opened(ILogger logger, string remoteAddress, string id);

    [LoggerMessage(1011, LogLevel.Debug, "Connection {Id} with {RemoteAddress} closed: {Reason}", EventName = "Closed")]
    public static partial void Closed(ILogger logger, string remoteAddress, string id, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "Connection with {RemoteAddress} is cut: {Reason}", EventName = "Aborted")]
    public static partial void Aborted(ILogger logger, string remoteAddress, string reason);

    [LoggerMessage(
        1013, LogLevel.Warning, "Malformed frame from {RemoteAddress}, the connection is closed: {Error}", EventName = "Malformed")]
    public static partial void Malformed(ILogger logger, string remoteAddress, string error);

    [LoggerMessage(
        1014, LogLevel.Information, "Connection with {RemoteAddress} had no traffic for {Timeout}, it is closed", EventName = "Idle")]
    public static partial void Idle(ILogger logger, string remoteAddress, TimeSpan timeout);

    [LoggerMessage(1015, LogLevel.Debug, "Connection with {RemoteAddress} did not close cleanly", EventName = "CloseFailed")]
    public static partial void CloseFailed(ILogger logger, Exception exception, string remoteAddress);

    [LoggerMessage(1016, LogLevel.Error, "An observer of connections failed for {RemoteAddress}", EventName = "ObserverFailed")]
    public static partial void ObserverFailed(ILogger logger, Exception exception, string remoteAddress);

    [LoggerMessage(
        1020, LogLevel.Debug, "Response with unknown opaque {Opaque} from {RemoteAddress} dropped; its request has timed out or was " +
            "never sent", EventName = "UnknownOpaque")]
    public static partial void UnknownOpaque(ILogger logger, int opaque, string remoteAddress);

    [LoggerMessage(1021, LogLevel.Warning, "Request code {Code} from {RemoteAddress} failed", EventName = "RequestFailed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, int code, string remoteAddress);

    [LoggerMessage(1022, LogLevel.Error, "A response with code {Code} to {RemoteAddress} could not be written", EventName = "WriteFailed")]
    public static partial void WriteFailed(ILogger logger, Exception exception, int code, string remoteAddress);

    [LoggerMessage(
        1023, LogLevel.Warning, "A hook failed after request code {Code} to {RemoteAddress}, which had failed " +
            "already", EventName = "HookFailed")]
    public static partial void HookFailed(ILogger logger, Exception exception, int code, string remoteAddress);

    [LoggerMessage(1030, LogLevel.Information, "NameServer addresses are now {Addresses}", EventName = "NameServersChanged")]
    public static partial void NameServersChanged(ILogger logger, string addresses);

    [LoggerMessage(
        1031, LogLevel.Warning, "NameServer {Address} cannot be reached, trying the next one: " +
            "{Reason}", EventName = "NameServerUnreachable")]
    public static partial void NameServerUnreachable(ILogger logger, string address, string reason);

    [LoggerMessage(
        1040, LogLevel.Warning, "The RPC hook '{Hook}' {What} ({When} a request, {Policy}); {Count} failures so far, at most one each " +
            "10 seconds is logged", EventName = "HookMisbehaved")]
    public static partial void HookMisbehaved(
        ILogger logger, Exception? exception, string hook, string what, string when, string policy, long count);

    [LoggerMessage(
        1041, LogLevel.Error, "The RPC hook '{Hook}' is switched off for {Seconds} seconds because it keeps failing; requests {Effect}. " +
            "The last time it {What}", EventName = "HookSwitchedOff")]
    public static partial void HookSwitchedOff(ILogger logger, string hook, long seconds, string effect, string what);

    [LoggerMessage(1042, LogLevel.Information, "The RPC hook '{Hook}' works again and is switched on", EventName = "HookSwitchedOn")]
    public static partial void HookSwitchedOn(ILogger logger, string hook);

    [LoggerMessage(
        1032, LogLevel.Warning,
        "Watching for a change of the NameServer addresses failed ({Failure}: {Reason}). They are looked up every 120 seconds.",
        EventName = "AddressingWatchFailed")]
    public static partial void AddressingWatchFailed(ILogger logger, string failure, string reason);

    [LoggerMessage(
        1033, LogLevel.Warning,
        "Address lookup {Source} was told to end its wait for a change {Seconds} seconds ago and has not; it is left behind.",
        EventName = "AddressingWatchLeft")]
    public static partial void AddressingWatchLeft(ILogger logger, string source, double seconds);
}
