namespace PluggableMQ.Storage.InMemory;

/// <summary>One queue: the places of its messages, in chunks of which the oldest go with their messages.</summary>
/// <remarks>The holder of the append lock writes. Reading is lock-free.</remarks>
internal sealed class MemoryQueue(string topic, int queueId)
{
    private const int ChunkLength = 256;

    private volatile Chunks _chunks = new(0, []);
    private long _minOffset;
    private long _maxOffset;

    public string Topic { get; } = topic;

    public int QueueId { get; } = queueId;

    /// <summary>Whether entries hold delivery times instead of tag hashes.</summary>
    public bool HoldsDelayed { get; } = topic == Protocol.TopicNames.Schedule;

    public long MinOffset => Volatile.Read(ref _minOffset);

    public long MaxOffset => Volatile.Read(ref _maxOffset);

    /// <summary>Adds the next entry. Under the append lock.</summary>
    public void Put(in MemoryEntry entry)
    {
        var offset = MaxOffset;
        var chunks = _chunks;
        var index = (int)(offset / ChunkLength - chunks.First);
        if (index == chunks.Arrays.Length) _chunks = chunks = new Chunks(chunks.First, [.. chunks.Arrays, new MemoryEntry[ChunkLength]]);
        chunks.Arrays[index][offset % ChunkLength] = entry;
        Volatile.Write(ref _maxOffset, offset + 1);
    }

    public bool TryGet(long offset, out MemoryEntry entry)
    {
        entry = default;
        if (offset < 0 || offset >= MaxOffset) return false;
        var chunks = _chunks;
        var index = (offset / ChunkLength) - chunks.First;
        if (index < 0 || index >= chunks.Arrays.Length) return false;
        entry = chunks.Arrays[index][offset % ChunkLength];
        return true;
    }

    /// <summary>Drops the entries of messages that are gone. Under the append lock.</summary>
    public void DropBefore(long logMinOffset)
    {
        var min = MinOffset;
        while (TryGet(min, out var entry) && entry.PhysicalOffset < logMinOffset) min++;
        Volatile.Write(ref _minOffset, min);
        var chunks = _chunks;
        var gone = (int)(min / ChunkLength - chunks.First);
        if (gone > 0) _chunks = new Chunks(chunks.First + gone, chunks.Arrays[gone..]);
    }

    /// <summary>The chunks that are left, and the number of the first.</summary>
    private sealed record Chunks(long First, MemoryEntry[][] Arrays);
}
