namespace PluggableMQ.Storage.CommitLog;

/// <summary>The store's settings, under the names of RocketMQ's <c>MessageStoreConfig</c>. Times are milliseconds unless said otherwise.</summary>
internal sealed class CommitLogOptions
{
    /// <summary>Bytes of a commit log file. May not be changed for an existing store.</summary>
    public int MappedFileSizeCommitLog { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Bytes of a consume queue file, rounded up to whole entries of 20 bytes. May not be changed for an existing store.</summary>
    public int MappedFileSizeConsumeQueue { get; init; } = 300_000 * 20;

    /// <summary>Whether messages can be found by key.</summary>
    public bool MessageIndexEnable { get; init; } = true;

    /// <summary>Hash slots of an index file. May not be changed for an existing store.</summary>
    public int MaxHashSlotNum { get; init; } = 5_000_000;

    /// <summary>Entries of an index file. May not be changed for an existing store.</summary>
    public int MaxIndexNum { get; init; } = 5_000_000 * 4;

    /// <summary>How many messages one query by key finds at most.</summary>
    public int MaxMsgsNumBatch { get; init; } = 64;

    /// <summary>When an append is answered.</summary>
    public FlushDiskType FlushDiskType { get; init; } = FlushDiskType.Async;

    /// <summary>How long an append waits for the disk at most.</summary>
    public int SyncFlushTimeout { get; init; } = 5_000;

    /// <summary>How often the log is flushed.</summary>
    public int FlushIntervalCommitLog { get; init; } = 500;

    /// <summary>How many pages of 4 KiB must be waiting for that.</summary>
    public int FlushCommitLogLeastPages { get; init; } = 4;

    /// <summary>How often the log is flushed whatever is waiting.</summary>
    public int FlushCommitLogThoroughInterval { get; init; } = 10_000;

    /// <summary>How often the queues are flushed.</summary>
    public int FlushIntervalConsumeQueue { get; init; } = 1_000;

    /// <summary>How many pages of 4 KiB must be waiting for that.</summary>
    public int FlushConsumeQueueLeastPages { get; init; } = 2;

    /// <summary>How often the queues are flushed whatever is waiting, and the checkpoint is saved.</summary>
    public int FlushConsumeQueueThoroughInterval { get; init; } = 60_000;

    /// <summary>Whether bodies are compared with their CRC when the store is opened.</summary>
    public bool CheckCRCOnRecover { get; init; } = true;

    /// <summary>How many hours a log file is kept after its last write.</summary>
    public int FileReservedTime { get; init; } = 72;

    /// <summary>At which local hours expired files are removed, separated by semicolons.</summary>
    public IReadOnlyList<int> DeleteWhen { get; init; } = [4];

    /// <summary>From which percentage of a full disk on expired files are removed at any hour.</summary>
    public int DiskMaxUsedSpaceRatio { get; init; } = 75;

    /// <summary>From which percentage on files are removed before they expire, if <see cref="CleanFileForciblyEnable"/>.</summary>
    public int DiskSpaceCleanForciblyRatio { get; init; } = 85;

    /// <summary>From which percentage on messages are refused.</summary>
    public int DiskSpaceWarningLevelRatio { get; init; } = 90;

    /// <summary>Whether files are removed before they expire when the disk gets full.</summary>
    public bool CleanFileForciblyEnable { get; init; } = true;

    /// <summary>How often expired files are looked for.</summary>
    public int CleanResourceInterval { get; init; } = 10_000;

    /// <summary>The pause between the removals of two log files.</summary>
    public int DeleteCommitLogFilesInterval { get; init; } = 100;

    /// <summary>Most bytes of one read of recent messages.</summary>
    public int MaxTransferBytesOnMessageInMemory { get; init; } = 256 * 1024;

    /// <summary>Most messages of one read of recent messages.</summary>
    public int MaxTransferCountOnMessageInMemory { get; init; } = 32;

    /// <summary>Most bytes of one read of old messages.</summary>
    public int MaxTransferBytesOnMessageInDisk { get; init; } = 64 * 1024;

    /// <summary>Most messages of one read of old messages.</summary>
    public int MaxTransferCountOnMessageInDisk { get; init; } = 8;

    /// <summary>Which percentage of the machine's memory the newest part of the log is taken to be in memory for.</summary>
    public int AccessMessageInMemoryMaxRatio { get; init; } = 40;

    /// <summary>How long the append lock may be held before senders are told to slow down.</summary>
    public int OsPageCacheBusyTimeOutMills { get; init; } = 1_000;
}
