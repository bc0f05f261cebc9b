using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;

namespace PluggableMQ.Storage.CommitLog.Reading;

/// <summary>Finds the queue offset for a time (<c>ConsumeQueue.getOffsetInQueueByTime</c>).</summary>
internal static class OffsetByTime
{
    /// <summary>Searches one file of the queue: the first that reaches the time, else the last.</summary>
    /// <remarks>RocketMQ asks for the file's modification time, which copying a store changes; the last entry's store timestamp says the same and stays.</remarks>
    public static long Find(ConsumeQueue queue, RecordLog log, long timestamp)
    {
        var files = queue.Files.Files;
        var max = queue.MaxOffset;
        foreach (var file in files)
        {
            var first = file.StartOffset / QueueEntry.Length;
            var last = Math.Min(file.EndOffset / QueueEntry.Length, max) - 1;
            if (last < first) break;
            if (file == files[^1] || last == max - 1 || GetTimestamp(queue, log, last) >= timestamp)
                return Search(queue, log, Math.Max(first, queue.MinOffset), last, timestamp);
        }

        return 0;
    }

    private static long Search(ConsumeQueue queue, RecordLog log, long low, long high, long timestamp)
    {
        var logMin = log.MinOffset;
        (long Offset, long Timestamp) left = (-1, -1);
        (long Offset, long Timestamp) right = (-1, -1);
        while (high >= low)
        {
            var middle = (low + high) / 2;
            if (!queue.TryGet(middle, out var entry)) return 0;
            if (entry.PhysicalOffset < logMin || entry.IsBlank)
            {
                low = middle + 1;
                left.Offset = middle;
                continue;
            }

            var stored = log.GetStoreTimestamp(entry.PhysicalOffset);
            if (stored < 0) return 0;
            if (stored == timestamp) return middle;
            if (stored > timestamp)
            {
                high = middle - 1;
                right = (middle, stored);
            }
            else
            {
                low = middle + 1;
                left = (middle, stored);
            }
        }

        if (left.Timestamp == -1) return Math.Max(0, right.Offset);
        if (right.Timestamp == -1) return left.Offset;
        // The left one on a tie.
        return timestamp - left.Timestamp > right.Timestamp - timestamp ? right.Offset : left.Offset;
    }

    private static long GetTimestamp(ConsumeQueue queue, RecordLog log, long offset)
        => queue.TryGet(offset, out var entry) && !entry.IsBlank ? log.GetStoreTimestamp(entry.PhysicalOffset) : -1;
}
