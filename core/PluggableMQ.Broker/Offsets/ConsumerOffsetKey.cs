using System.Buffers;

namespace PluggableMQ.Broker.Offsets;

/// <summary>What may be written into <c>consumerOffset.json</c>. Java takes anything; the file then cannot be read back right.</summary>
internal static class ConsumerOffsetKey
{
    private const int MaxLength = 255;
    private static readonly SearchValues<byte> Control = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(value => (byte)value), 127]);

    public static bool IsAllowed(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> group)
        => IsName(topic) && IsName(group) && !topic.Contains((byte)'@');

    private static bool IsName(ReadOnlySpan<byte> name) => name.Length is > 0 and <= MaxLength && !name.ContainsAny(Control);
}
