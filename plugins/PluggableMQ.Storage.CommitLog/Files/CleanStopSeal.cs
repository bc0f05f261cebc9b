namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>How log and queues stood when the store was closed. If they still stand so, a start need not read the log through.</summary>
/// <param name="LogMaxOffset">The end of the log.</param>
/// <param name="LastStoreTimestamp">The store timestamp of the newest record.</param>
/// <param name="QueuesFingerprint">Changes with the number of entries of any queue.</param>
/// <param name="TailCrc">The CRC of the last stretch of the log.</param>
internal readonly record struct CleanStopSeal(long LogMaxOffset, long LastStoreTimestamp, long QueuesFingerprint, uint TailCrc);
