using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>Reads messages where they lie. Statuses and limits are those of the commit log store.</summary>
internal sealed class MemoryReader(MemoryLog log, QueueTable queues, StoreStatistics statistics, TimeProvider clock, ReadLimits limits) : IMessageReader
{
    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        var start = clock.GetTimestamp();
        result.Reset();
        var queue = queues.Find(request.Topic, request.QueueId);
        if (queue is null)
        {
            result.Status = MessageReadStatus.NoMatchedLogicQueue;
        }
        else
        {
            result.MinOffset = queue.MinOffset;
            result.MaxOffset = queue.MaxOffset;
            if (ReadRange.Check(request.QueueOffset, result)) Scan(queue, request, result);
        }

        statistics.RecordGet(result, start);
    }

    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        result.Reset();
        if (!log.TryGetRecord(physicalOffset, out var record, out var header)) return false;
        result.Add(new MessageReadEntry(record, header.QueueOffset, physicalOffset, TagsCode.Compute(header.GetProperties(record.Span))));
        result.NextBeginOffset = header.QueueOffset + 1;
        return true;
    }

    public long GetMinOffset(string topic, int queueId) => queues.Find(topic, queueId)?.MinOffset ?? -1;

    public long GetMaxOffset(string topic, int queueId) => queues.Find(topic, queueId)?.MaxOffset ?? 0;

    public long GetOffsetByTime(string topic, int queueId, long timestamp)
        => queues.Find(topic, queueId) is { } queue ? TimeSearch.Find(new Timeline(queue, log), queue.MinOffset, queue.MaxOffset - 1, timestamp) : 0;

    public long GetStoreTimestamp(string topic, int queueId, long queueOffset)
        => queues.Find(topic, queueId) is { } queue && queueOffset >= queue.MinOffset ? new Timeline(queue, log).GetTimestamp(queueOffset) : -1;

    private void Scan(MemoryQueue queue, in MessageReadRequest request, MessageReadResult result)
    {
        var end = Math.Min(result.MaxOffset, request.QueueOffset + ReadLimits.GetMaxScan(request.MaxCount));
        var missing = MessageReadStatus.NoMatchedMessage;
        var offset = request.QueueOffset;
        for (; offset < end; offset++)
        {
            // Dropped since the range was checked.
            if (!queue.TryGet(offset, out var entry))
            {
                missing = MessageReadStatus.MessageWasRemoving;
                continue;
            }

            if (limits.IsFull(result, entry.Size, request.MaxCount, isOnDisk: false)) break;
            if (request.Filter is { } filter && !filter.MatchesTagsCode(entry.TagsCode))
            {
                missing = MessageReadStatus.NoMatchedMessage;
                continue;
            }

            if (!log.TryGet(entry.PhysicalOffset, entry.Size, out var record))
            {
                missing = MessageReadStatus.MessageWasRemoving;
                continue;
            }

            if (request.Filter?.MatchesRecord(record.Span) == false)
            {
                missing = MessageReadStatus.NoMatchedMessage;
                continue;
            }

            result.Add(new MessageReadEntry(record, offset, entry.PhysicalOffset, entry.TagsCode));
        }

        result.Status = result.Count > 0 ? MessageReadStatus.Found : missing;
        result.NextBeginOffset = offset;
    }

    private readonly struct Timeline(MemoryQueue queue, MemoryLog log) : ITimeline
    {
        public long GetTimestamp(long queueOffset)
            => queue.TryGet(queueOffset, out var entry) && log.TryGetRecord(entry.PhysicalOffset, out _, out var header) ? header.StoreTimestamp : -1;
    }
}
