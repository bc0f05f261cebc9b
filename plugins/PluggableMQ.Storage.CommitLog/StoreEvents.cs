using Microsoft.Extensions.Logging;

namespace PluggableMQ.Storage.CommitLog;

/// <summary>What the store logs. Event ids 7000 to 7999.</summary>
internal static partial class StoreEvents
{
    [LoggerMessage(7000, LogLevel.Information, "The store in {Directory} is open: log {MinOffset} to {MaxOffset}, {Queues} queues, {Milliseconds} ms.")]
    public static partial void Opened(ILogger logger, string directory, long minOffset, long maxOffset, int queues, long milliseconds);

    [LoggerMessage(7001, LogLevel.Information, "The store in {Directory} is closed at log offset {MaxOffset}.")]
    public static partial void Closed(ILogger logger, string directory, long maxOffset);

    [LoggerMessage(7002, LogLevel.Debug, "Recovered after a {Kind} stop: log {MinOffset} to {MaxOffset}, {Added} queue entries added.")]
    public static partial void Recovered(ILogger logger, string kind, long minOffset, long maxOffset, int added);

    [LoggerMessage(7003, LogLevel.Warning, "The store in {Directory} was not closed. It is checked and mended now.")]
    public static partial void WasNotClosed(ILogger logger, string directory);

    [LoggerMessage(7004, LogLevel.Warning, "At {Offset} the log holds no whole record. It is cut off there; what was between that and {FileEnd} was not acknowledged, or is damaged.")]
    public static partial void LogCutOff(ILogger logger, long offset, long fileEnd);

    [LoggerMessage(7005, LogLevel.Warning, "{Path} is no file of a store and is left alone.")]
    public static partial void UnknownFile(ILogger logger, string path);

    [LoggerMessage(7006, LogLevel.Warning, "{Path} is empty, left by a crash while it was being made, and is removed.")]
    public static partial void EmptyFileRemoved(ILogger logger, string path);

    [LoggerMessage(7007, LogLevel.Error, "The record at log offset {PhysicalOffset} (queue {QueueId}, queue offset {QueueOffset}) names no queue that can be stored. It stays in the log without an entry.")]
    public static partial void RecordWithoutQueue(ILogger logger, long physicalOffset, int queueId, long queueOffset);

    [LoggerMessage(7008, LogLevel.Information, "Queue {Topic}-{QueueId} begins again at {QueueOffset} with the record at log offset {PhysicalOffset}: its topic was deleted and made again.")]
    public static partial void QueueBeginsAgain(ILogger logger, string topic, int queueId, long queueOffset, long physicalOffset);

    [LoggerMessage(7009, LogLevel.Information, "{Count} index files are not to be trusted after the crash; they are built again from the log in the background.")]
    public static partial void IndexFilesDropped(ILogger logger, int count);

    [LoggerMessage(7010, LogLevel.Error, "The index cannot be written; messages cannot be found by key until it can. It is tried again. Free disk space, or set messageIndexEnable to false.")]
    public static partial void IndexingFailed(ILogger logger, Exception? exception);

    [LoggerMessage(7011, LogLevel.Error, "The next file in {Directory} cannot be made; the message is refused.")]
    public static partial void FileCreationFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(7012, LogLevel.Error, "The disk that holds {Directory} is full. Messages are refused until there is room again.")]
    public static partial void DiskFull(ILogger logger, string directory);

    [LoggerMessage(7013, LogLevel.Warning, "The disk that holds {Directory} is {Percentage}% full, more than diskSpaceWarningLevelRatio {Limit}. Messages are refused until it is less.")]
    public static partial void DiskNearlyFull(ILogger logger, string directory, int percentage, int limit);

    [LoggerMessage(7014, LogLevel.Information, "There is room again on the disk that holds {Directory}. Messages are taken.")]
    public static partial void DiskAvailable(ILogger logger, string directory);

    [LoggerMessage(7015, LogLevel.Information, "Removed the log file {Path}: {Reason}.")]
    public static partial void LogFileRemoved(ILogger logger, string path, string reason);

    [LoggerMessage(7016, LogLevel.Information, "Removed the queues of topic {Topic}.")]
    public static partial void TopicRemoved(ILogger logger, string topic);

    [LoggerMessage(7017, LogLevel.Critical, "The background work {Name} of the store in {Directory} failed. Messages are refused.")]
    public static partial void BackgroundWorkFailed(ILogger logger, string name, string directory, Exception exception);

    [LoggerMessage(7018, LogLevel.Warning, "The store in {Directory} could not be closed completely ({Reason}); the next start checks it.")]
    public static partial void NotClosedCompletely(ILogger logger, string directory, string reason);

    [LoggerMessage(7019, LogLevel.Warning, "Removing expired files failed; it is tried again.")]
    public static partial void CleaningFailed(ILogger logger, Exception exception);

    [LoggerMessage(7020, LogLevel.Warning, "The next file in {Directory} cannot be made ahead of time. It is tried again when it is needed.")]
    public static partial void FilePreparationFailed(ILogger logger, string directory, Exception exception);
}
