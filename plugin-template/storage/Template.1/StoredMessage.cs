namespace Template._1;

/// <summary>One stored message.</summary>
/// <param name="Record">RocketMQ's record, never changed once it is here.</param>
/// <param name="PhysicalOffset">The place of its first byte in the order of all messages.</param>
/// <param name="QueueOffset">Its index in its queue.</param>
/// <param name="TagsCode">What filters see of its tag; for a delayed message the time of its delivery.</param>
/// <param name="StoreTimestamp">When it was stored, in milliseconds since 1970 UTC.</param>
/// <param name="Queue">Its queue; null for the half messages and rollbacks of transactions, which take no place in one.</param>
internal sealed record StoredMessage(ReadOnlyMemory<byte> Record, long PhysicalOffset, long QueueOffset, long TagsCode, long StoreTimestamp, StoredQueue? Queue);

/// <summary>One queue: its messages by queue offset, without gaps.</summary>
internal sealed class StoredQueue
{
    /// <summary>Messages by queue offset.</summary>
    public Dictionary<long, StoredMessage> Messages { get; } = [];

    /// <summary>The smallest offset that is still there.</summary>
    public long MinOffset { get; set; }

    /// <summary>The offset that the next message gets.</summary>
    public long MaxOffset { get; set; }
}
