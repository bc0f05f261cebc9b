namespace PluggableMQ.Protocol;

/// <summary>The tagsCode of a consume queue entry.</summary>
public static class TagsCode
{
    /// <summary>The hash of the TAGS property.</summary>
    /// <param name="properties">The properties text in UTF-8.</param>
    /// <returns>Java's 32-bit hash, sign-extended; 0 when there is no tag.</returns>
    public static long Compute(ReadOnlySpan<byte> properties)
        => PropertiesCodec.TryGet(properties, "TAGS"u8, out var tags) ? JavaHash.Of(tags) : 0;

    /// <summary>The tagsCode of an entry of SCHEDULE_TOPIC_XXXX: when the message is due.</summary>
    /// <param name="properties">The properties text in UTF-8.</param>
    /// <param name="storeTimestamp">When it was stored, in milliseconds since 1970 UTC.</param>
    /// <param name="delays">The delays of the levels, level 1 first. A higher level means the last one.</param>
    /// <returns>Milliseconds since 1970 UTC; the plain tag hash when the message has no delay level above zero, as Java does.</returns>
    public static long ComputeForDelay(ReadOnlySpan<byte> properties, long storeTimestamp, IReadOnlyList<TimeSpan> delays)
    {
        if (!PropertiesCodec.TryGet(properties, "DELAY"u8, out var text) || !HeaderFields.TryParseInt64(text, out var level) || level <= 0)
            return Compute(properties);
        // Java adds one second for a level without an entry.
        if (delays.Count == 0) return storeTimestamp + 1000;
        return storeTimestamp + (long)delays[(int)Math.Min(level, delays.Count) - 1].TotalMilliseconds;
    }
}
