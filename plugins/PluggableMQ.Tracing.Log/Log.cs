using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.Log;

/// <summary>Event ids 8400 to 8499.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 8400, EventName = "Sent",
        Message = "Send {Outcome}: {Bytes} bytes to {Topic} on {Broker} in {Elapsed} ms, id {MessageId}, tag {Tag}, keys {Keys}, group {Group}.")]
    public static partial void Sent(ILogger logger, LogLevel level, string outcome, int bytes, string topic, string broker, long elapsed,
        string messageId, string tag, string keys, string group);

    [LoggerMessage(EventId = 8401, EventName = "Consuming",
        Message = "Consuming {Count} of {Topic}, id {MessageId}, retry {RetryTimes}, keys {Keys}, group {Group}, request {RequestId}.")]
    public static partial void Consuming(ILogger logger, LogLevel level, int count, string topic, string messageId, int retryTimes, string keys,
        string group, string requestId);

    [LoggerMessage(EventId = 8402, EventName = "Consumed",
        Message = "Consume {Outcome}: {Count} of {Topic} in {Elapsed} ms, id {MessageId}, keys {Keys}, group {Group}, request {RequestId}.")]
    public static partial void Consumed(ILogger logger, LogLevel level, string outcome, int count, string topic, long elapsed, string messageId,
        string keys, string group, string requestId);

    [LoggerMessage(EventId = 8403, EventName = "TransactionEnded",
        Message = "Transaction {State}: {Topic}, id {MessageId}, transaction {TransactionId}, from a check: {FromCheck}, group {Group}.")]
    public static partial void TransactionEnded(ILogger logger, LogLevel level, string state, string topic, string messageId, string transactionId,
        bool fromCheck, string group);
}
