namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>Group and topic as one key in UTF-8: group, NUL, topic. A scope leaves one of them empty.</summary>
internal static class BucketKey
{
    /// <summary>Longer names share the bucket of their beginning: RocketMQ's own limits are 127 for a topic and 120 for a group.</summary>
    public const int MaxNameLength = 255;

    /// <summary>The size of the buffer that a key is written to.</summary>
    public const int MaxLength = (2 * MaxNameLength) + 1;

    public static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, Span<byte> buffer)
    {
        group.CopyTo(buffer);
        buffer[group.Length] = 0;
        topic.CopyTo(buffer[(group.Length + 1)..]);
        return buffer[..(group.Length + 1 + topic.Length)];
    }

    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name) => name.Length > MaxNameLength ? name[..MaxNameLength] : name;
}
