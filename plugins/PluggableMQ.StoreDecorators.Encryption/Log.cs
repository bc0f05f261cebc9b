using Microsoft.Extensions.Logging;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>Event ids 9200 to 9299; never a body, never a key.</summary>
internal static partial class Log
{
    [LoggerMessage(9200, LogLevel.Information, "Message bodies are encrypted; new ones with key {ActiveKey}, readable keys: {Keys}.", EventName = "EncryptionStarted")]
    public static partial void Started(ILogger logger, string activeKey, string keys);

    [LoggerMessage(9201, LogLevel.Error, "A message of {Topic}-{QueueId} at offset {QueueOffset} (commit log {PhysicalOffset}) cannot be read and stays in the store: {Problem}",
        EventName = "MessageUnreadable")]
    public static partial void MessageUnreadable(ILogger logger, string topic, int queueId, long queueOffset, long physicalOffset, string problem);
}
