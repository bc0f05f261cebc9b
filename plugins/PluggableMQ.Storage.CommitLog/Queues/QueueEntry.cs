using System.Buffers.Binary;

namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>Twenty bytes of a consume queue: where a message's record is, how long it is, and its tag's hash (or, for delay queues, when it is due).</summary>
internal readonly record struct QueueEntry(long PhysicalOffset, int Size, long TagsCode)
{
    public const int Length = 20;

    /// <summary>The size in an entry that stands for no message: RocketMQ fills a queue that does not begin at zero with them.</summary>
    public const int BlankSize = int.MaxValue;

    public bool IsBlank => Size == BlankSize;

    /// <summary>Whether it was written, as RocketMQ's recovery asks.</summary>
    public bool IsWritten => PhysicalOffset >= 0 && Size > 0;

    /// <summary>The offset after the record; the offset itself for a blank.</summary>
    public long PhysicalEnd => IsBlank ? PhysicalOffset : PhysicalOffset + Size;

    public static QueueEntry Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]), BinaryPrimitives.ReadInt64BigEndian(bytes[12..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], TagsCode);
        BinaryPrimitives.WriteInt64BigEndian(bytes, PhysicalOffset);
        // Last: an entry that a killed process left half-written has no size and is written anew by the recovery.
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], Size);
    }
}
