using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The offsets of a topic's queues (<c>TopicStatsTable</c>, response 202).</summary>
public sealed class TopicStatsTable : IFastJsonBody<TopicStatsTable>
{
    /// <summary>Queue to offsets.</summary>
    public Dictionary<MessageQueue, TopicOffset> OffsetTable { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static TopicStatsTable Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<TopicStatsTable>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static TopicStatsTable IFastJsonBody<TopicStatsTable>.Read(ref FastJsonReader reader)
    {
        var result = new TopicStatsTable();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("offsetTable"u8)) result.OffsetTable = MessageQueueJson.ReadMap<TopicOffset>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicStatsTable>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteQueueMap("offsetTable"u8, OffsetTable);
        writer.WriteEndObject();
    }
}
