using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>Builds queue entries from records that are in the log already: after a crash, and on a replica (<c>ReputMessageService</c>).</summary>
/// <remarks>Offering a record twice does no harm. One thread at a time.</remarks>
internal sealed class QueueDispatcher(QueueTable queues, IReadOnlyList<TimeSpan> delayLevels, ILogger logger)
{
    // No queue gets that far; a damaged record (the CRC covers only the body) must not make one try.
    private const long LargestQueueOffset = long.MaxValue / QueueEntry.Length / 2;

    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);

    /// <summary>Offers a record to its queue.</summary>
    /// <param name="record">The record.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rules">How gaps and unknown queues are taken.</param>
    /// <param name="queue">Its queue, when it has an entry.</param>
    public DispatchOutcome Dispatch(ReadOnlySpan<byte> record, in StoredMessageHeader header, in DispatchRules rules, out ConsumeQueue? queue)
    {
        queue = null;
        if (!AppendRules.HasQueueEntry(header.SysFlag)) return DispatchOutcome.None;
        var topic = GetTopic(header.GetTopic(record));
        if (header.PhysicalOffset < rules.NewQueuesFrom && queues.Find(topic, header.QueueId) is null) return DispatchOutcome.None;
        queue = header.QueueOffset is >= 0 and < LargestQueueOffset ? queues.FindOrAdd(topic, header.QueueId) : null;
        if (queue is null)
        {
            StoreEvents.RecordWithoutQueue(logger, header.PhysicalOffset, header.QueueId, header.QueueOffset);
            return DispatchOutcome.None;
        }

        var entry = new QueueEntry(header.PhysicalOffset, header.TotalSize, GetTagsCode(queue, header.GetProperties(record), header.StoreTimestamp));
        if (header.QueueOffset < queue.MaxOffset) return Compare(queue, header.QueueOffset, entry);
        // Of a former life of the queue, whose topic was deleted and made again.
        if (entry.PhysicalEnd <= queue.PhysicalEnd) return DispatchOutcome.Known;
        if (header.QueueOffset > queue.MaxOffset)
        {
            if (!rules.FillGaps && !queue.Files.IsEmpty) return DispatchOutcome.Gap;
            queue.FillTo(header.QueueOffset);
        }

        return Add(queue, entry);
    }

    private static DispatchOutcome Add(ConsumeQueue queue, in QueueEntry entry)
    {
        if (!queue.TryReserve(1)) throw new IOException($"The disk that holds {queue.Files.Directory} is full.");
        queue.Put(entry);
        return DispatchOutcome.Added;
    }

    private DispatchOutcome Compare(ConsumeQueue queue, long offset, in QueueEntry entry)
    {
        // Before the first entry: of files that were removed, with records that are about to go too.
        if (!queue.TryGet(offset, out var present) || present == entry) return DispatchOutcome.Known;
        if (present.PhysicalOffset == entry.PhysicalOffset)
        {
            queue.Mend(offset, entry);
            return DispatchOutcome.Known;
        }

        if (present.IsBlank)
        {
            queue.Mend(offset, entry);
            return DispatchOutcome.Added;
        }

        // Either the record or the entry is of a former life of the queue, whose topic was deleted and made again.
        if (present.PhysicalOffset > entry.PhysicalOffset) return DispatchOutcome.Known;
        StoreEvents.QueueBeginsAgain(logger, queue.Topic, queue.QueueId, offset, entry.PhysicalOffset);
        queue.Truncate(offset);
        return Add(queue, entry);
    }

    private long GetTagsCode(ConsumeQueue queue, ReadOnlySpan<byte> properties, long storeTimestamp)
        => queue.HoldsDelayed ? TagsCode.ComputeForDelay(properties, storeTimestamp, delayLevels) : TagsCode.Compute(properties);

    private string GetTopic(ReadOnlySpan<byte> utf8)
    {
        Span<char> characters = stackalloc char[sbyte.MaxValue];
        ReadOnlySpan<char> name = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        if (_topics.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known)) return known;
        var topic = name.ToString();
        _topics.Add(topic);
        return topic;
    }
}
