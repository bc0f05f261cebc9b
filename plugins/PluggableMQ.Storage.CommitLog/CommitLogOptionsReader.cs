using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog;

/// <summary>Reads <see cref="CommitLogOptions"/> by hand: binding by reflection would keep a load context alive.</summary>
internal static class CommitLogOptionsReader
{
    private const int Hour = 3_600_000;

    /// <summary>Reads the options.</summary>
    /// <exception cref="Abstractions.Plugins.PluginConfigurationException">With everything that is wrong.</exception>
    public static CommitLogOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new CommitLogOptions();
        var options = new CommitLogOptions
        {
            MappedFileSizeCommitLog = reader.GetInt32("mappedFileSizeCommitLog", defaults.MappedFileSizeCommitLog, 4096, int.MaxValue),
            MappedFileSizeConsumeQueue = RoundUp(reader.GetInt32("mappedFileSizeConsumeQueue", defaults.MappedFileSizeConsumeQueue, 20, 1 << 30), 20),
            MessageIndexEnable = reader.GetBoolean("messageIndexEnable", defaults.MessageIndexEnable),
            MaxHashSlotNum = reader.GetInt32("maxHashSlotNum", defaults.MaxHashSlotNum, 1, 100_000_000),
            MaxIndexNum = reader.GetInt32("maxIndexNum", defaults.MaxIndexNum, 2, 80_000_000),
            MaxMsgsNumBatch = reader.GetInt32("maxMsgsNumBatch", defaults.MaxMsgsNumBatch, 1, 1024),
            FlushDiskType = reader.GetChoice("flushDiskType", defaults.FlushDiskType, ("ASYNC_FLUSH", FlushDiskType.Async), ("SYNC_FLUSH", FlushDiskType.Sync)),
            SyncFlushTimeout = reader.GetInt32("syncFlushTimeout", defaults.SyncFlushTimeout, 1, Hour),
            FlushIntervalCommitLog = reader.GetInt32("flushIntervalCommitLog", defaults.FlushIntervalCommitLog, 1, Hour),
            FlushCommitLogLeastPages = reader.GetInt32("flushCommitLogLeastPages", defaults.FlushCommitLogLeastPages, 0, int.MaxValue),
            FlushCommitLogThoroughInterval = reader.GetInt32("flushCommitLogThoroughInterval", defaults.FlushCommitLogThoroughInterval, 1, Hour),
            FlushIntervalConsumeQueue = reader.GetInt32("flushIntervalConsumeQueue", defaults.FlushIntervalConsumeQueue, 1, Hour),
            FlushConsumeQueueLeastPages = reader.GetInt32("flushConsumeQueueLeastPages", defaults.FlushConsumeQueueLeastPages, 0, int.MaxValue),
            FlushConsumeQueueThoroughInterval = reader.GetInt32("flushConsumeQueueThoroughInterval", defaults.FlushConsumeQueueThoroughInterval, 1, Hour),
            CheckCrcOnRecover = reader.GetBoolean("checkCRCOnRecover", defaults.CheckCrcOnRecover),
            FileReservedTime = reader.GetInt32("fileReservedTime", defaults.FileReservedTime, 0, 24 * 3650),
            DeleteWhen = ReadHours(reader.GetText("deleteWhen", "04", CheckHours)),
            DiskMaxUsedSpaceRatio = Math.Clamp(reader.GetInt32("diskMaxUsedSpaceRatio", defaults.DiskMaxUsedSpaceRatio, 0, 100), 10, 95),
            DiskSpaceCleanForciblyRatio = reader.GetInt32("diskSpaceCleanForciblyRatio", defaults.DiskSpaceCleanForciblyRatio, 1, 100),
            DiskSpaceWarningLevelRatio = reader.GetInt32("diskSpaceWarningLevelRatio", defaults.DiskSpaceWarningLevelRatio, 1, 100),
            CleanFileForciblyEnable = reader.GetBoolean("cleanFileForciblyEnable", defaults.CleanFileForciblyEnable),
            CleanResourceInterval = reader.GetInt32("cleanResourceInterval", defaults.CleanResourceInterval, 1, Hour),
            DeleteCommitLogFilesInterval = reader.GetInt32("deleteCommitLogFilesInterval", defaults.DeleteCommitLogFilesInterval, 0, 60_000),
            MaxTransferBytesOnMessageInMemory = reader.GetInt32("maxTransferBytesOnMessageInMemory", defaults.MaxTransferBytesOnMessageInMemory, 1, 1 << 30),
            MaxTransferCountOnMessageInMemory = reader.GetInt32("maxTransferCountOnMessageInMemory", defaults.MaxTransferCountOnMessageInMemory, 1, 1 << 20),
            MaxTransferBytesOnMessageInDisk = reader.GetInt32("maxTransferBytesOnMessageInDisk", defaults.MaxTransferBytesOnMessageInDisk, 1, 1 << 30),
            MaxTransferCountOnMessageInDisk = reader.GetInt32("maxTransferCountOnMessageInDisk", defaults.MaxTransferCountOnMessageInDisk, 1, 1 << 20),
            AccessMessageInMemoryMaxRatio = reader.GetInt32("accessMessageInMemoryMaxRatio", defaults.AccessMessageInMemoryMaxRatio, 0, 100),
            OsPageCacheBusyTimeOutMills = reader.GetInt32("osPageCacheBusyTimeOutMills", defaults.OsPageCacheBusyTimeOutMills, 1, 9_999_999),
        };
        reader.ThrowIfFailed();
        return options;
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    private static int[] ReadHours(string text)
        => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(hour => int.Parse(hour, CultureInfo.InvariantCulture))];

    private static string? CheckHours(string text)
    {
        foreach (var hour in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 23)
                return "it must be hours from 00 to 23, separated by semicolons.";
        }

        return null;
    }
}
