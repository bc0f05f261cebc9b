namespace PluggableMQ.Storage.InMemory;

/// <summary>A stretch of the log: records back to back in one array. It is never reused, so who reads from it needs no lease.</summary>
internal sealed class Segment(long startOffset, int capacity, bool indexed)
{
    private int _length;

    /// <summary>The log offset of the first byte.</summary>
    public long StartOffset { get; } = startOffset;

    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(capacity);

    /// <summary>The keys of its messages; they go with it.</summary>
    public SegmentIndex? Index { get; } = indexed ? new SegmentIndex() : null;

    /// <summary>How many bytes hold records.</summary>
    public int Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    public long EndOffset => StartOffset + Length;

    public int Free => Buffer.Length - Length;

    /// <summary>How many bytes it takes, with its keys.</summary>
    public long Bytes => Buffer.Length + (Index?.Bytes ?? 0);
}
