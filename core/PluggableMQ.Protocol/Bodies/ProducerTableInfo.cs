using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>All producers of a broker (<c>ProducerTableInfo</c>, response 328).</summary>
public sealed class ProducerTableInfo : IFastJsonBody<ProducerTableInfo>
{
    /// <summary>Group to members.</summary>
    public Dictionary<string, List<ProducerInfo>> Data { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ProducerTableInfo Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ProducerTableInfo>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ProducerTableInfo IFastJsonBody<ProducerTableInfo>.Read(ref FastJsonReader reader)
    {
        var result = new ProducerTableInfo();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("data"u8)) result.Data = BodyCodec.ReadListMap<ProducerInfo>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ProducerTableInfo>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteName("data"u8);
        writer.WriteListMapValue(Data);
        writer.WriteEndObject();
    }
}
