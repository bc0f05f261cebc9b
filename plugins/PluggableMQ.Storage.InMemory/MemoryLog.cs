using System.Buffers.Binary;
using PluggableMQ.Protocol;

namespace PluggableMQ.Storage.InMemory;

/// <summary>The records with their keys, in segments; the oldest segment goes when there are too many bytes.</summary>
/// <remarks>The holder of the append lock writes. Reading is lock-free.</remarks>
internal sealed class MemoryLog(int maxBytes, bool indexed)
{
    private volatile Segment[] _segments = [];
    private long _lastStoreTimestamp;

    // All segments but the last one, which alone grows.
    private long _olderBytes;

    /// <summary>What a segment holds: small enough that little goes at a time, large enough that making one is rare.</summary>
    public int SegmentSize { get; } = Math.Clamp(maxBytes / 16, 4096, 1024 * 1024);

    /// <summary>How many bytes are kept, with the keys, and so the longest record.</summary>
    public int MaxBytes { get; } = maxBytes;

    public ReadOnlySpan<Segment> Segments => _segments;

    public long MinOffset => _segments is [var first, ..] ? first.StartOffset : 0;

    public long MaxOffset => _segments is [.., var last] ? last.EndOffset : 0;

    public long LastStoreTimestamp => Volatile.Read(ref _lastStoreTimestamp);

    /// <summary>The segment in which some bytes fit. Under the append lock.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="dropped">Whether older segments went for it.</param>
    public Segment Reserve(int length, out bool dropped)
    {
        dropped = false;
        var older = _segments.AsSpan();
        var target = older is [.., var last] && last.Free >= length && !HasManyKeys(last) ? last : null;
        if (target is not null)
        {
            older = older[..^1];
            if (_olderBytes + target.Bytes <= MaxBytes) return target;
        }
        else
        {
            target = new Segment(MaxOffset, Math.Max(SegmentSize, length), indexed);
            if (older is [.., var full]) _olderBytes += full.Bytes;
        }

        var skip = 0;
        while (_olderBytes + target.Bytes > MaxBytes && skip < older.Length) _olderBytes -= older[skip++].Bytes;
        dropped = skip > 0;
        _segments = [.. older[skip..], target];
        return target;
    }

    /// <summary>Makes what was written visible. Under the append lock.</summary>
    public void Publish(Segment segment, int length, long storeTimestamp)
    {
        segment.Length += length;
        Volatile.Write(ref _lastStoreTimestamp, storeTimestamp);
    }

    /// <summary>The record at an offset.</summary>
    public bool TryGet(long offset, int size, out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (Find(offset) is not { } segment || offset + size > segment.EndOffset) return false;
        record = segment.Buffer.AsMemory((int)(offset - segment.StartOffset), size);
        return true;
    }

    /// <summary>The record at an offset, if one begins there.</summary>
    public bool TryGetRecord(long offset, out ReadOnlyMemory<byte> record, out StoredMessageHeader header)
    {
        record = default;
        header = default;
        if (Find(offset) is not { } segment) return false;
        var position = (int)(offset - segment.StartOffset);
        var bytes = segment.Buffer.AsMemory(position, segment.Length - position);
        if (bytes.Length < MessageCodec.FixedLength || BinaryPrimitives.ReadInt32BigEndian(bytes.Span[MessageCodec.MagicPosition..]) != MessageCodec.MagicV1
            || !MessageCodec.TryReadHeader(bytes.Span, out header) || header.PhysicalOffset != offset)
            return false;
        record = bytes[..header.TotalSize];
        return true;
    }

    // A message may have thousands of keys, which take ten times what it takes itself: their segment must go on as early as one full of records.
    private bool HasManyKeys(Segment segment) => segment.Index?.Bytes > SegmentSize;

    private Segment? Find(long offset)
    {
        var segments = _segments;
        int low = 0, high = segments.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (offset < segments[middle].StartOffset) high = middle - 1;
            else if (offset >= segments[middle].EndOffset) low = middle + 1;
            else return segments[middle];
        }

        return null;
    }
}
