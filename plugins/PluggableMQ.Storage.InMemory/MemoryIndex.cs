using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>Finds messages by key.</summary>
internal sealed class MemoryIndex(MemoryLog log, int maxCountAllowed) : IMessageIndex
{
    public IndexProgress Query(string topic, string key, int maxCount, long beginTimestamp, long endTimestamp, ICollection<long> physicalOffsets)
    {
        var wanted = Math.Min(maxCount, maxCountAllowed);
        var hash = MessageKeys.Hash(topic, key);
        var found = new SortedSet<long>();
        var segments = log.Segments;
        for (var i = segments.Length - 1; i >= 0 && found.Count < wanted; i--) segments[i].Index!.Query(hash, wanted, beginTimestamp, endTimestamp, found);
        foreach (var offset in found) physicalOffsets.Add(offset);
        return new IndexProgress(log.LastStoreTimestamp, log.MaxOffset);
    }
}
