using System.Globalization;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>Says how the store is, under the names of RocketMQ's runtime information.</summary>
internal sealed class MemoryHealth(MemoryLog log, MemoryAppender appender, StoreStatistics statistics, InMemoryOptions options) : IStoreHealth
{
    public bool IsWritable => appender.IsOpen;

    public string? NotWritableReason => appender.IsOpen ? null : "the store is not open";

    public bool IsPageCacheBusy => false;

    public long DispatchBehindBytes => 0;

    public void CollectRuntimeInfo(IDictionary<string, string> info)
    {
        statistics.Collect(info);
        var used = log.MaxOffset - log.MinOffset;
        var ratio = JavaText.OfDouble(Math.Round(used / (double)options.MaxBytes, 2));
        info["commitLogMinOffset"] = Text(log.MinOffset);
        info["commitLogMaxOffset"] = Text(log.MaxOffset);
        info["dispatchBehindBytes"] = "0";
        info["pageCacheLockTimeMills"] = "0";
        info["earliestMessageTimeStamp"] = Text(log.TryGetRecord(log.MinOffset, out _, out var header) ? header.StoreTimestamp : -1);
        info["remainHowManyDataToFlush"] = JavaText.OfBytes(0);
        info["remainTransientStoreBufferNumbs"] = Text(int.MaxValue);
        info["commitLogDirCapacity"] = $"Total : {JavaText.OfBytes(options.MaxBytes)}, Free : {JavaText.OfBytes(Math.Max(0, options.MaxBytes - used))}.";
        info["commitLogDiskRatio"] = ratio;
        info["consumeQueueDiskRatio"] = ratio;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
