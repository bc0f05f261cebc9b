namespace PluggableMQ.Storage.CommitLog.Tests.Support;

/// <summary>Small files, so that everything rolls; a full test machine must not make the store refuse messages.</summary>
internal static class StoreSetup
{
    public static CommitLogOptions Small(FlushDiskType flush = FlushDiskType.Async) => new()
    {
        MappedFileSizeCommitLog = 64 * 1024,
        MappedFileSizeConsumeQueue = 100 * 20,
        MaxHashSlotNum = 100,
        MaxIndexNum = 400,
        DiskSpaceWarningLevelRatio = 100,
        DeleteCommitLogFilesInterval = 0,
        // Tests that move the clock call the cleaner themselves.
        CleanResourceInterval = int.MaxValue,
        FlushDiskType = flush,
    };
}
