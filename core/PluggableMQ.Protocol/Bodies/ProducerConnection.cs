using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The members of a producer group (<c>ProducerConnection</c>, response 204).</summary>
public sealed class ProducerConnection : IFastJsonBody<ProducerConnection>
{
    /// <summary>The members.</summary>
    public List<Connection> ConnectionSet { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ProducerConnection Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ProducerConnection>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ProducerConnection IFastJsonBody<ProducerConnection>.Read(ref FastJsonReader reader)
    {
        var result = new ProducerConnection();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("connectionSet"u8)) result.ConnectionSet = BodyCodec.ReadList<Connection>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ProducerConnection>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteList("connectionSet"u8, ConnectionSet);
        writer.WriteEndObject();
    }
}
