namespace PluggableMQ.QueueSelection.Standard;

/// <summary>A hash that is the same in every process, so that all producers agree on the ring: FNV-1a over UTF-16, then a mixer that spreads near texts apart.</summary>
internal static class StableHash
{
    public static uint Of(ReadOnlySpan<char> text) => Mix(Add(14695981039346656037, text));

    /// <summary>Hashes a queue's point of the ring.</summary>
    public static uint Of(string brokerName, int queueId, int point)
    {
        var hash = Add(14695981039346656037, brokerName);
        hash = unchecked((hash ^ (uint)queueId) * 1099511628211);
        return Mix(unchecked((hash ^ (uint)point) * 1099511628211));
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var unit in text) hash = unchecked((hash ^ unit) * 1099511628211);
        return hash;
    }

    // The finalizer of MurmurHash3.
    private static uint Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
            hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
            return (uint)((hash ^ (hash >> 33)) >> 32);
        }
    }
}
