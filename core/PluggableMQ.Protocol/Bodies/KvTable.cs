using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Keys and values (<c>KVTable</c>): NameServer configuration (219, 103) and runtime information (28).</summary>
public sealed class KvTable : IFastJsonBody<KvTable>
{
    /// <summary>The values.</summary>
    public Dictionary<string, string> Table { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static KvTable Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<KvTable>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static KvTable IFastJsonBody<KvTable>.Read(ref FastJsonReader reader)
    {
        var result = new KvTable();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("table"u8)) result.Table = BodyCodec.ReadStringMap(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<KvTable>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStringMap("table"u8, Table);
        writer.WriteEndObject();
    }
}
