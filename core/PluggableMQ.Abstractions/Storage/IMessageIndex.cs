namespace PluggableMQ.Abstractions.Storage;

/// <summary>Finds messages by key (<c>IndexService</c>). An optional ability of a store.</summary>
public interface IMessageIndex
{
    /// <summary>Finds messages whose UNIQ_KEY or one of whose KEYS hashes like the key; callers compare the real key.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The key.</param>
    /// <param name="maxCount">How many at most.</param>
    /// <param name="beginTimestamp">Earliest store time, in milliseconds since 1970 UTC.</param>
    /// <param name="endTimestamp">Latest store time.</param>
    /// <param name="physicalOffsets">Receives commit log offsets, ascending.</param>
    /// <returns>How far the index has come.</returns>
    IndexProgress Query(string topic, string key, int maxCount, long beginTimestamp, long endTimestamp, ICollection<long> physicalOffsets);
}

/// <summary>How far an index has come.</summary>
/// <param name="LastUpdateTimestamp">The store time of the last indexed message.</param>
/// <param name="LastUpdatePhysicalOffset">Its commit log offset.</param>
public readonly record struct IndexProgress(long LastUpdateTimestamp, long LastUpdatePhysicalOffset);
