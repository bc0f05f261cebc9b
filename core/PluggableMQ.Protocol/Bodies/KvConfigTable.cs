using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A NameServer's keys and values by namespace (<c>KVConfigSerializeWrapper</c>): the file <c>kvConfig.json</c>.</summary>
public sealed class KvConfigTable : IFastJsonBody<KvConfigTable>
{
    /// <summary>Namespace to key to value.</summary>
    public Dictionary<string, Dictionary<string, string>> ConfigTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes the file.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The text is not one.</exception>
    public static KvConfigTable Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<KvConfigTable>(body);

    /// <summary>Encodes as the file, on one line as Java does.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static KvConfigTable IFastJsonBody<KvConfigTable>.Read(ref FastJsonReader reader)
    {
        var result = new KvConfigTable();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("configTable"u8)) ReadNamespaces(ref reader, result.ConfigTable);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<KvConfigTable>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteName("configTable"u8);
        writer.WriteStartObject();
        foreach (var (name, values) in ConfigTable)
        {
            writer.WriteName(name);
            writer.WriteStringMapValue(values);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void ReadNamespaces(ref FastJsonReader reader, Dictionary<string, Dictionary<string, string>> table)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var name = reader.KeyText();
            table[name] = BodyCodec.ReadStringMap(ref reader);
        }
    }
}
