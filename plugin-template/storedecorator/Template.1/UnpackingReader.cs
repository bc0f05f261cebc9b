using PluggableMQ.Abstractions.Storage;

namespace Template._1;

/// <summary>Gives back what was packed. Offsets and queues are the inner store's.</summary>
internal sealed class UnpackingReader(IMessageReader inner) : IMessageReader
{
    // RocketMQ's bound of one read. The inner store counts what is packed.
    private const int MaxBytes = 262_144;

    /// <inheritdoc/>
    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        var lease = Begin(result);
        try
        {
            inner.Read(request.Filter is null ? request : WithFilter(request, new UnpackingFilter(request.Filter)), lease.Stored);
            CopyOutcome(lease.Stored, result);
            foreach (ref readonly var entry in lease.Stored.Entries)
            {
                var isPacked = PackedBody.IsPacked(entry.Record.Span, out var length);
                // The first message is taken however long it is: a consumer would never get past it.
                if (result.Count > 0 && result.TotalBytes + length > MaxBytes)
                {
                    result.NextBeginOffset = entry.QueueOffset;
                    break;
                }

                result.Add(isPacked ? entry with { Record = lease.Unpack(entry.Record.Span, length) } : entry);
            }
        }
        catch
        {
            result.Reset();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        var lease = Begin(result);
        try
        {
            if (!inner.TryReadAt(physicalOffset, lease.Stored)) return false;
            CopyOutcome(lease.Stored, result);
            var entry = lease.Stored.Entries[0];
            var isPacked = PackedBody.IsPacked(entry.Record.Span, out var length);
            result.Add(isPacked ? entry with { Record = lease.Unpack(entry.Record.Span, length) } : entry);
            return true;
        }
        catch
        {
            result.Reset();
            throw;
        }
    }

    /// <inheritdoc/>
    public long GetMinOffset(string topic, int queueId) => inner.GetMinOffset(topic, queueId);

    /// <inheritdoc/>
    public long GetMaxOffset(string topic, int queueId) => inner.GetMaxOffset(topic, queueId);

    /// <inheritdoc/>
    public long GetOffsetByTime(string topic, int queueId, long timestamp) => inner.GetOffsetByTime(topic, queueId, timestamp);

    /// <inheritdoc/>
    public long GetStoreTimestamp(string topic, int queueId, long queueOffset) => inner.GetStoreTimestamp(topic, queueId, queueOffset);

    // What the caller's result holds until it is reset: the inner store's records, and those that are made of them.
    private static ReadLease Begin(MessageReadResult result)
    {
        var lease = new ReadLease();
        result.Reset();
        result.AddLease(lease);
        return lease;
    }

    private static MessageReadRequest WithFilter(in MessageReadRequest request, IMessageFilter filter) => new()
    {
        Topic = request.Topic,
        QueueId = request.QueueId,
        QueueOffset = request.QueueOffset,
        MaxCount = request.MaxCount,
        Filter = filter,
    };

    private static void CopyOutcome(MessageReadResult stored, MessageReadResult result)
    {
        result.Status = stored.Status;
        result.NextBeginOffset = stored.NextBeginOffset;
        result.MinOffset = stored.MinOffset;
        result.MaxOffset = stored.MaxOffset;
        result.SuggestPullingFromSlave = stored.SuggestPullingFromSlave;
    }

    // The caller's filter sees records as the caller knows them.
    private sealed class UnpackingFilter(IMessageFilter inner) : IMessageFilter
    {
        public bool MatchesTagsCode(long tagsCode) => inner.MatchesTagsCode(tagsCode);

        public bool MatchesRecord(ReadOnlySpan<byte> record)
        {
            if (!PackedBody.IsPacked(record, out var length)) return inner.MatchesRecord(record);
            using var lease = new ReadLease();
            return inner.MatchesRecord(lease.Unpack(record, length).Span);
        }
    }
}
