using System.Net;

namespace PluggableMQ.Protocol;

public sealed partial class HeaderFields
{
    /// <summary>Adds a properties text, straight from the table; nothing when the table is empty.</summary>
    internal void AddProperties(ReadOnlySpan<byte> name, Dictionary<string, string> properties)
    {
        if (properties.Count == 0) return;
        var length = PropertiesCodec.Write(properties, Begin(name, PropertiesCodec.GetMaxLength(properties)));
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
