using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How far a group has come (<c>ConsumeStats</c>, response 208).</summary>
public sealed class ConsumeStats : IFastJsonBody<ConsumeStats>
{
    /// <summary>Queue to progress.</summary>
    public Dictionary<MessageQueue, OffsetWrapper> OffsetTable { get; set; } = [];

    /// <summary>Messages per second that the group gets.</summary>
    public double ConsumeTps { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumeStats Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumeStats>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumeStats IFastJsonBody<ConsumeStats>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumeStats();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("offsetTable"u8)) result.OffsetTable = MessageQueueJson.ReadMap<OffsetWrapper>(ref reader);
            else if (reader.Is("consumeTps"u8)) result.ConsumeTps = reader.ReadDouble();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumeStats>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("consumeTps"u8, ConsumeTps);
        writer.WriteQueueMap("offsetTable"u8, OffsetTable);
        writer.WriteEndObject();
    }
}
