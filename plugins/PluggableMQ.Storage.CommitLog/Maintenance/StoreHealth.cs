using System.Globalization;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Index;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Maintenance;

/// <summary>Says how the store is, under the names of RocketMQ's runtime information.</summary>
internal sealed class StoreHealth(StoreParts parts, MessageAppender appender, IndexBuilder? index, DiskGuard disk) : IStoreHealth
{
    public bool IsWritable => parts.State.IsWritable;

    public string? NotWritableReason => parts.State.Reason;

    public bool IsPageCacheBusy => appender.IsBusy;

    public long DispatchBehindBytes => index is null ? 0 : Math.Max(0, parts.Log.MaxOffset - index.Position);

    public void CollectRuntimeInfo(IDictionary<string, string> info)
    {
        var log = parts.Log;
        parts.Statistics.Collect(info);
        info["commitLogMinOffset"] = Text(log.MinOffset);
        info["commitLogMaxOffset"] = Text(log.MaxOffset);
        info["dispatchBehindBytes"] = Text(DispatchBehindBytes);
        info["pageCacheLockTimeMills"] = Text(appender.LockHeldMilliseconds);
        info["earliestMessageTimeStamp"] = Text(GetEarliestTimestamp());
        info["remainHowManyDataToFlush"] = JavaText.OfBytes(Math.Max(0, log.MaxOffset - log.FlushedOffset));
        // There is no transient pool; RocketMQ says the same when it is off.
        info["remainTransientStoreBufferNumbs"] = Text(int.MaxValue);
        CollectDisk(info);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void CollectDisk(IDictionary<string, string> info)
    {
        var usage = disk.Measure();
        var ratio = JavaText.OfDouble(usage.UsedPercentage / 100.0);
        info["commitLogDirCapacity"] = $"Total : {JavaText.OfBytes(usage.Total)}, Free : {JavaText.OfBytes(usage.Available)}.";
        info["commitLogDiskRatio"] = ratio;
        info["commitLogDiskRatio_" + parts.Paths.CommitLog] = ratio;
        info["consumeQueueDiskRatio"] = ratio;
    }

    // RocketMQ looks only when so many bytes are there, so a young store says -1.
    private long GetEarliestTimestamp()
    {
        var log = parts.Log;
        return log.MaxOffset - log.MinOffset >= 2L * parts.Context.MaxMessageSize ? log.GetStoreTimestamp(log.MinOffset) : -1;
    }
}
