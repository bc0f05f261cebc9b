using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Reading;

/// <summary>Finds the queue offset for a time, in one file of the queue: the first that reaches the time, else the last.</summary>
/// <remarks>RocketMQ asks for the file's modification time, which copying a store changes; the last entry's store timestamp says the same and stays.</remarks>
internal readonly struct OffsetByTime(ConsumeQueue queue, RecordLog log) : ITimeline
{
    public static long Find(ConsumeQueue queue, RecordLog log, long timestamp)
    {
        var timeline = new OffsetByTime(queue, log);
        var files = queue.Files.Files;
        var max = queue.MaxOffset;
        foreach (var file in files)
        {
            var first = file.StartOffset / QueueEntry.Length;
            var last = Math.Min(file.EndOffset / QueueEntry.Length, max) - 1;
            if (last == max - 1 || timeline.GetTimestamp(last) >= timestamp)
                return TimeSearch.Find(timeline, Math.Max(first, queue.MinOffset), last, timestamp);
        }

        return 0;
    }

    public long GetTimestamp(long queueOffset)
        => queue.TryGet(queueOffset, out var entry) && !entry.IsBlank ? log.GetStoreTimestamp(entry.PhysicalOffset) : -1;
}
