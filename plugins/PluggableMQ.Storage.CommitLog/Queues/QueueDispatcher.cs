using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;

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
    /// <param name="fillGaps">Whether missing entries before it are filled with blanks: their records are not in the log any more.</param>
    /// <param name="queue">Its queue, when it has an entry.</param>
    public DispatchOutcome Dispatch(ReadOnlySpan<byte> record, in StoredMessageHeader header, bool fillGaps, out ConsumeQueue? queue)
    {
        queue = null;
        if (!HasEntry(header.SysFlag)) return DispatchOutcome.None;
        queue = header.QueueOffset is >= 0 and < LargestQueueOffset ? queues.FindOrAdd(GetTopic(header.GetTopic(record)), header.QueueId) : null;
        if (queue is null)
        {
            StoreEvents.RecordWithoutQueue(logger, header.PhysicalOffset, header.QueueId, header.QueueOffset);
            return DispatchOutcome.None;
        }

        var entry = new QueueEntry(header.PhysicalOffset, header.TotalSize, GetTagsCode(queue, header.GetProperties(record), header.StoreTimestamp));
        return header.QueueOffset < queue.MaxOffset ? Compare(queue, header.QueueOffset, entry) : Add(queue, header.QueueOffset, entry, fillGaps);
    }

    /// <summary>Whether a message of a transaction type has a queue entry and counts in its queue.</summary>
    public static bool HasEntry(int sysFlag)
        => MessageSysFlag.GetTransactionType(sysFlag) is not (MessageSysFlag.TransactionPrepared or MessageSysFlag.TransactionRollback);

    private static DispatchOutcome Add(ConsumeQueue queue, long offset, in QueueEntry entry, bool fillGaps)
    {
        if (offset > queue.MaxOffset)
        {
            if (!fillGaps) return DispatchOutcome.Gap;
            queue.FillTo(offset);
        }

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

        // The entry is of a later life of the queue, whose topic was deleted and made again.
        if (present.PhysicalOffset > entry.PhysicalOffset && !present.IsBlank) return DispatchOutcome.Known;
        if (present.IsBlank)
        {
            queue.Mend(offset, entry);
            return DispatchOutcome.Added;
        }

        StoreEvents.QueueBeginsAgain(logger, queue.Topic, queue.QueueId, offset, entry.PhysicalOffset);
        queue.Truncate(offset);
        return Add(queue, offset, entry, fillGaps: false);
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
