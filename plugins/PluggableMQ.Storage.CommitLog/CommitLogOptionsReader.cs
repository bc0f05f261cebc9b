using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

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
            MappedFileSizeCommitLog = reader.Int32("mappedFileSizeCommitLog", defaults.MappedFileSizeCommitLog, 4096, int.MaxValue),
            MappedFileSizeConsumeQueue = RoundUp(reader.Int32("mappedFileSizeConsumeQueue", defaults.MappedFileSizeConsumeQueue, 20, 1 << 30), 20),
            MessageIndexEnable = reader.Boolean("messageIndexEnable", defaults.MessageIndexEnable),
            MaxHashSlotNum = reader.Int32("maxHashSlotNum", defaults.MaxHashSlotNum, 1, 100_000_000),
            MaxIndexNum = reader.Int32("maxIndexNum", defaults.MaxIndexNum, 2, 80_000_000),
            MaxMsgsNumBatch = reader.Int32("maxMsgsNumBatch", defaults.MaxMsgsNumBatch, 1, 1024),
            FlushDiskType = ReadFlushDiskType(reader),
            SyncFlushTimeout = reader.Int32("syncFlushTimeout", defaults.SyncFlushTimeout, 1, Hour),
            FlushIntervalCommitLog = reader.Int32("flushIntervalCommitLog", defaults.FlushIntervalCommitLog, 1, Hour),
            FlushCommitLogLeastPages = reader.Int32("flushCommitLogLeastPages", defaults.FlushCommitLogLeastPages, 0, int.MaxValue),
            FlushCommitLogThoroughInterval = reader.Int32("flushCommitLogThoroughInterval", defaults.FlushCommitLogThoroughInterval, 1, Hour),
            FlushIntervalConsumeQueue = reader.Int32("flushIntervalConsumeQueue", defaults.FlushIntervalConsumeQueue, 1, Hour),
            FlushConsumeQueueLeastPages = reader.Int32("flushConsumeQueueLeastPages", defaults.FlushConsumeQueueLeastPages, 0, int.MaxValue),
            FlushConsumeQueueThoroughInterval = reader.Int32("flushConsumeQueueThoroughInterval", defaults.FlushConsumeQueueThoroughInterval, 1, Hour),
            CheckCRCOnRecover = reader.Boolean("checkCRCOnRecover", defaults.CheckCRCOnRecover),
            FileReservedTime = reader.Int32("fileReservedTime", defaults.FileReservedTime, 0, 24 * 3650),
            DeleteWhen = ReadHours(reader),
            DiskMaxUsedSpaceRatio = Math.Clamp(reader.Int32("diskMaxUsedSpaceRatio", defaults.DiskMaxUsedSpaceRatio, 0, 100), 10, 95),
            DiskSpaceCleanForciblyRatio = reader.Int32("diskSpaceCleanForciblyRatio", defaults.DiskSpaceCleanForciblyRatio, 1, 100),
            DiskSpaceWarningLevelRatio = reader.Int32("diskSpaceWarningLevelRatio", defaults.DiskSpaceWarningLevelRatio, 1, 100),
            CleanFileForciblyEnable = reader.Boolean("cleanFileForciblyEnable", defaults.CleanFileForciblyEnable),
            CleanResourceInterval = reader.Int32("cleanResourceInterval", defaults.CleanResourceInterval, 1, Hour),
            DeleteCommitLogFilesInterval = reader.Int32("deleteCommitLogFilesInterval", defaults.DeleteCommitLogFilesInterval, 0, 60_000),
            MaxTransferBytesOnMessageInMemory = reader.Int32("maxTransferBytesOnMessageInMemory", defaults.MaxTransferBytesOnMessageInMemory, 1, 1 << 30),
            MaxTransferCountOnMessageInMemory = reader.Int32("maxTransferCountOnMessageInMemory", defaults.MaxTransferCountOnMessageInMemory, 1, 1 << 20),
            MaxTransferBytesOnMessageInDisk = reader.Int32("maxTransferBytesOnMessageInDisk", defaults.MaxTransferBytesOnMessageInDisk, 1, 1 << 30),
            MaxTransferCountOnMessageInDisk = reader.Int32("maxTransferCountOnMessageInDisk", defaults.MaxTransferCountOnMessageInDisk, 1, 1 << 20),
            AccessMessageInMemoryMaxRatio = reader.Int32("accessMessageInMemoryMaxRatio", defaults.AccessMessageInMemoryMaxRatio, 0, 100),
            OsPageCacheBusyTimeOutMills = reader.Int32("osPageCacheBusyTimeOutMills", defaults.OsPageCacheBusyTimeOutMills, 1, 9_999_999),
        };
        reader.ThrowIfFailed();
        return options;
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    private static FlushDiskType ReadFlushDiskType(OptionReader reader)
    {
        const string Name = "flushDiskType";
        switch (reader.Text(Name, "ASYNC_FLUSH"))
        {
            case "ASYNC_FLUSH": return FlushDiskType.Async;
            case "SYNC_FLUSH": return FlushDiskType.Sync;
            case var other:
                reader.Fail(Name, $"is '{other}'; write ASYNC_FLUSH or SYNC_FLUSH");
                return FlushDiskType.Async;
        }
    }

    private static List<int> ReadHours(OptionReader reader)
    {
        const string Name = "deleteWhen";
        var hours = new List<int>();
        foreach (var text in reader.Text(Name, "04").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour <= 23) hours.Add(hour);
            else reader.Fail(Name, $"has '{text}'; write hours from 00 to 23, separated by semicolons");
        }

        return hours;
    }
}
