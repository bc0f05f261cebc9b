using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>One record of a pull, in place. Valid until the <see cref="RawPullResult"/> is disposed.</summary>
public readonly ref struct RawMessage
{
    internal RawMessage(ReadOnlySpan<byte> record, StoredMessageHeader header)
    {
        Record = record;
        Header = header;
    }

    /// <summary>The whole record, as stored.</summary>
    public ReadOnlySpan<byte> Record { get; }

    /// <summary>Its numbers: queue, offsets, flags, times.</summary>
    public StoredMessageHeader Header { get; }

    /// <summary>The body as stored; compressed when the header's sysFlag says so.</summary>
    public ReadOnlySpan<byte> Body => Header.GetBody(Record);

    /// <summary>The topic in UTF-8.</summary>
    public ReadOnlySpan<byte> Topic => Header.GetTopic(Record);

    /// <summary>The properties text in UTF-8.</summary>
    public ReadOnlySpan<byte> Properties => Header.GetProperties(Record);

    /// <summary>Finds a property.</summary>
    /// <param name="name">Its name in UTF-8, for example <c>"KEYS"u8</c>.</param>
    /// <param name="value">Its value in UTF-8.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGetProperty(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => PropertiesCodec.TryGet(Properties, name, out value);

    /// <summary>Makes a message of the record, decompressed; body and properties are copied.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidDataException">The body cannot be decompressed.</exception>
    public MessageExt ToMessage() => MessageCodec.Decode(Record, decompress: true);
}
