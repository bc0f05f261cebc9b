using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <content>Reading.</content>
internal sealed partial class MyStore : IMessageReader
{
    // RocketMQ's bounds of one read: messages, bytes, and queue entries that are looked at.
    private const int MaxCount = 32;
    private const int MaxBytes = 262_144;
    private const int MaxScan = 800;

    /// <inheritdoc/>
    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        result.Reset();
        lock (_lock)
        {
            if (!_queues.TryGetValue((request.Topic, request.QueueId), out var queue))
            {
                result.Status = MessageReadStatus.NoMatchedLogicQueue;
                return;
            }

            (result.MinOffset, result.MaxOffset) = (queue.MinOffset, queue.MaxOffset);
            var offset = request.QueueOffset;
            (result.Status, result.NextBeginOffset) =
                offset < queue.MinOffset ? (MessageReadStatus.OffsetTooSmall, queue.MinOffset)
                : offset == queue.MaxOffset ? (MessageReadStatus.OffsetOverflowOne, offset)
                : offset > queue.MaxOffset ? (MessageReadStatus.OffsetOverflowBadly, queue.MaxOffset)
                : (MessageReadStatus.Found, offset);
            if (result.Status == MessageReadStatus.Found) Scan(queue, request, result);
        }
    }

    /// <inheritdoc/>
    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        result.Reset();
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(physicalOffset, out var message)) return false;
            Add(result, message);
            result.NextBeginOffset = message.QueueOffset + 1;
            return true;
        }
    }

    /// <inheritdoc/>
    public long GetMinOffset(string topic, int queueId)
    {
        lock (_lock) return _queues.TryGetValue((topic, queueId), out var queue) ? queue.MinOffset : -1;
    }

    /// <inheritdoc/>
    public long GetMaxOffset(string topic, int queueId)
    {
        lock (_lock) return _queues.TryGetValue((topic, queueId), out var queue) ? queue.MaxOffset : 0;
    }

    /// <inheritdoc/>
    public long GetOffsetByTime(string topic, int queueId, long timestamp)
    {
        lock (_lock)
        {
            // The nearest; of two that are as near the left one, which comes first.
            return _queues.TryGetValue((topic, queueId), out var queue) && queue.Messages.Count > 0
                ? queue.Messages.Values.OrderBy(message => Math.Abs(message.StoreTimestamp - timestamp)).ThenBy(message => message.QueueOffset).First().QueueOffset
                : 0;
        }
    }

    /// <inheritdoc/>
    public long GetStoreTimestamp(string topic, int queueId, long queueOffset)
    {
        lock (_lock) return _queues.TryGetValue((topic, queueId), out var queue) && queue.Messages.TryGetValue(queueOffset, out var message) ? message.StoreTimestamp : -1;
    }

    private static void Scan(StoredQueue queue, in MessageReadRequest request, MessageReadResult result)
    {
        var offset = request.QueueOffset;
        var end = Math.Min(queue.MaxOffset, offset + Math.Max(MaxScan, request.MaxCount));
        for (; offset < end; offset++)
        {
            var message = queue.Messages[offset];
            // The first message is taken however long it is: a consumer would never get past it.
            if (result.Count > 0 && (result.Count >= Math.Min(MaxCount, request.MaxCount) || result.TotalBytes + message.Record.Length > MaxBytes)) break;
            if (request.Filter is { } filter && !(filter.MatchesTagsCode(message.TagsCode) && filter.MatchesRecord(message.Record.Span))) continue;
            Add(result, message);
        }

        result.Status = result.Count > 0 ? MessageReadStatus.Found : MessageReadStatus.NoMatchedMessage;
        result.NextBeginOffset = offset;
    }

    private static void Add(MessageReadResult result, StoredMessage message)
        => result.Add(new MessageReadEntry(message.Record, message.QueueOffset, message.PhysicalOffset, message.TagsCode));
}
