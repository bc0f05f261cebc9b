using System.Net;
using System.Text;

namespace PluggableMQ.Protocol;

public sealed partial class HeaderFields
{
    private const byte NameEnd = 1;
    private const byte ValueEnd = 2;

    /// <summary>Adds a properties text, straight from the table; nothing when the table is empty.</summary>
    internal void AddProperties(ReadOnlySpan<byte> name, Dictionary<string, string> properties)
    {
        if (properties.Count == 0) return;
        var bound = 0;
        foreach (var (key, value) in properties) bound += Encoding.UTF8.GetMaxByteCount(key.Length) + Encoding.UTF8.GetMaxByteCount(value.Length) + 2;
        var target = Begin(name, bound);
        var length = 0;
        foreach (var (key, value) in properties)
        {
            if (length > 0) target[length++] = ValueEnd;
            length += Encoding.UTF8.GetBytes(key, target[length..]);
            target[length++] = NameEnd;
            length += Encoding.UTF8.GetBytes(value, target[length..]);
        }

        End(name.Length, length);
    }

    /// <summary>Adds offset message ids joined by commas.</summary>
    internal void AddOffsetMessageIds(ReadOnlySpan<byte> name, IPEndPoint storeHost, ReadOnlySpan<long> physicalOffsets)
    {
        var target = Begin(name, physicalOffsets.Length * (OffsetMessageId.MaxLength + 1));
        var length = 0;
        foreach (var physicalOffset in physicalOffsets)
        {
            if (length > 0) target[length++] = (byte)',';
            OffsetMessageId.TryWrite(target[length..], storeHost, physicalOffset, out var written);
            length += written;
        }

        End(name.Length, length);
    }
}
