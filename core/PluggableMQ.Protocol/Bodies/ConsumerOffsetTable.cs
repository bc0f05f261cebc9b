using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The committed offsets of all consumer groups (<c>ConsumerOffsetManager</c>): response 43, and <c>consumerOffset.json</c>.</summary>
public sealed class ConsumerOffsetTable : IFastJsonBody<ConsumerOffsetTable>
{
    /// <summary><c>topic@group</c> to queue id to offset.</summary>
    public Dictionary<string, SortedDictionary<int, long>> OffsetTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body or a file.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>The offsets.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumerOffsetTable Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumerOffsetTable>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    /// <summary>Encodes as the file <c>config/consumerOffset.json</c>: indented with tabs.</summary>
    /// <returns>JSON.</returns>
    public byte[] EncodePretty() => BodyCodec.Encode(this, FastJsonFormat.Pretty);

    static ConsumerOffsetTable IFastJsonBody<ConsumerOffsetTable>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumerOffsetTable();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("offsetTable"u8)) ReadTable(ref reader, result.OffsetTable);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumerOffsetTable>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteName("offsetTable"u8);
        writer.WriteStartObject();
        foreach (var (key, offsets) in OffsetTable)
        {
            writer.WriteName(key);
            writer.WriteOffsetsValue(offsets);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void ReadTable(ref FastJsonReader reader, Dictionary<string, SortedDictionary<int, long>> table)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var key = reader.KeyText();
            table[key] = BodyCodec.ReadOffsets(ref reader);
        }
    }
}
