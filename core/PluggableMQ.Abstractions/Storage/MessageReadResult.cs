using System.Runtime.InteropServices;

namespace PluggableMQ.Abstractions.Storage;

/// <summary>What a read found. Made once and reused: <see cref="Reset"/> gives the records back to the store.</summary>
/// <remarks>Not thread-safe. The records' memory belongs to the store and is valid until <see cref="Reset"/> or <see cref="Dispose"/>.</remarks>
public sealed class MessageReadResult : IDisposable
{
    private readonly List<MessageReadEntry> _entries = new(32);
    private readonly List<IDisposable> _leases = new(2);

    /// <summary>What was found.</summary>
    public MessageReadStatus Status { get; set; }

    /// <summary>Where the next read should begin.</summary>
    public long NextBeginOffset { get; set; }

    /// <summary>The queue's smallest offset.</summary>
    public long MinOffset { get; set; }

    /// <summary>The offset after the queue's last message.</summary>
    public long MaxOffset { get; set; }

    /// <summary>Whether the data is so old that a slave should serve it.</summary>
    public bool SuggestPullingFromSlave { get; set; }

    /// <summary>The sum of the records' sizes in bytes.</summary>
    public int TotalBytes { get; private set; }

    /// <summary>The records, in queue order.</summary>
    public ReadOnlySpan<MessageReadEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>How many records there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a record. For stores.</summary>
    /// <param name="entry">The record and its place.</param>
    public void Add(in MessageReadEntry entry)
    {
        _entries.Add(entry);
        TotalBytes += entry.Record.Length;
    }

    /// <summary>Replaces a record, for a decorator that changes what is read (its memory must live as long as the result or be leased).</summary>
    /// <param name="index">Which record.</param>
    /// <param name="entry">What takes its place.</param>
    public void Replace(int index, in MessageReadEntry entry)
    {
        TotalBytes += entry.Record.Length - _entries[index].Record.Length;
        _entries[index] = entry;
    }

    /// <summary>Keeps something (a mapped file) alive until the result is reset. For stores.</summary>
    /// <param name="lease">Disposed by <see cref="Reset"/>.</param>
    public void AddLease(IDisposable lease) => _leases.Add(lease);

    /// <summary>Gives the records back and clears everything.</summary>
    public void Reset()
    {
        foreach (var lease in _leases) lease.Dispose();
        _leases.Clear();
        _entries.Clear();
        TotalBytes = 0;
        Status = MessageReadStatus.Found;
        NextBeginOffset = MinOffset = MaxOffset = 0;
        SuggestPullingFromSlave = false;
    }

    /// <inheritdoc cref="Reset"/>
    public void Dispose() => Reset();
}

/// <summary>One record of a read.</summary>
/// <param name="Record">The stored record, whole.</param>
/// <param name="QueueOffset">Its index in the queue.</param>
/// <param name="PhysicalOffset">Its commit log offset.</param>
/// <param name="TagsCode">The queue entry's tagsCode (for delay queues the delivery time).</param>
public readonly record struct MessageReadEntry(ReadOnlyMemory<byte> Record, long QueueOffset, long PhysicalOffset, long TagsCode);

/// <summary>The outcome of a read (<c>GetMessageStatus</c> in RocketMQ).</summary>
public enum MessageReadStatus
{
    /// <summary>At least one record.</summary>
    Found = 0,

    /// <summary>Messages were looked at, none passed the filter.</summary>
    NoMatchedMessage,

    /// <summary>The data was deleted meanwhile.</summary>
    MessageWasRemoving,

    /// <summary>The queue's index has no data at the offset.</summary>
    OffsetFoundNull,

    /// <summary>The offset is beyond the queue's end by more than one.</summary>
    OffsetOverflowBadly,

    /// <summary>The offset is the queue's end: nothing new.</summary>
    OffsetOverflowOne,

    /// <summary>The offset is before the queue's beginning.</summary>
    OffsetTooSmall,

    /// <summary>The queue does not exist.</summary>
    NoMatchedLogicQueue,

    /// <summary>The queue exists and is empty.</summary>
    NoMessageInQueue,
}
