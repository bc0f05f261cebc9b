using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What a client tells every broker (<c>HeartbeatData</c>, request 34).</summary>
public sealed class HeartbeatData : IFastJsonBody<HeartbeatData>
{
    /// <summary>The client: <c>ip@instance</c>, and <c>@unit</c> where it has one.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its producer groups.</summary>
    public List<ProducerData> ProducerDataSet { get; set; } = [];

    /// <summary>Its consumer groups.</summary>
    public List<ConsumerData> ConsumerDataSet { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static HeartbeatData Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<HeartbeatData>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static HeartbeatData IFastJsonBody<HeartbeatData>.Read(ref FastJsonReader reader)
    {
        var result = new HeartbeatData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("clientID"u8)) result.ClientId = reader.ReadString() ?? "";
            else if (reader.Is("producerDataSet"u8)) result.ProducerDataSet = BodyCodec.ReadList<ProducerData>(ref reader);
            else if (reader.Is("consumerDataSet"u8)) result.ConsumerDataSet = BodyCodec.ReadList<ConsumerData>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<HeartbeatData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("clientID"u8, ClientId);
        writer.WriteList("consumerDataSet"u8, ConsumerDataSet);
        writer.WriteList("producerDataSet"u8, ProducerDataSet);
        writer.WriteEndObject();
    }
}
