using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The offsets that a group is set to (<c>ResetOffsetBody</c>, request 220, response 222).</summary>
public sealed class ResetOffsetBody : IFastJsonBody<ResetOffsetBody>
{
    /// <summary>Queue to offset.</summary>
    public Dictionary<MessageQueue, long> OffsetTable { get; set; } = [];

    /// <summary>
    /// Whether to write a list of queues with an <c>offset</c> each (<c>ResetOffsetBodyForC</c>), which C++ clients expect, rather than a map.
    /// </summary>
    public bool AsList { get; set; }

    /// <summary>Decodes a body, whether it is a map or a list.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ResetOffsetBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ResetOffsetBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ResetOffsetBody IFastJsonBody<ResetOffsetBody>.Read(ref FastJsonReader reader)
    {
        var result = new ResetOffsetBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (!reader.Is("offsetTable"u8)) reader.Skip();
            else if (reader.Peek() != FastJsonKind.Array) result.OffsetTable = MessageQueueJson.ReadOffsets(ref reader);
            else ReadList(ref reader, result);
        }

        return result;
    }

    void IFastJsonBody<ResetOffsetBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        if (AsList) WriteList(writer);
        else writer.WriteQueueOffsets("offsetTable"u8, OffsetTable);
        writer.WriteEndObject();
    }

    private static void ReadList(ref FastJsonReader reader, ResetOffsetBody result)
    {
        result.AsList = true;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);)
        {
            string topic = "", brokerName = "";
            var queueId = 0;
            long offset = 0;
            for (var resumeItem = reader.BeginObject(); reader.NextMember(resumeItem);)
            {
                if (reader.Is("topic"u8)) topic = reader.ReadString() ?? "";
                else if (reader.Is("brokerName"u8)) brokerName = reader.ReadString() ?? "";
                else if (reader.Is("queueId"u8)) queueId = reader.ReadInt32();
                else if (reader.Is("offset"u8)) offset = reader.ReadInt64();
                else reader.Skip();
            }

            result.OffsetTable[new MessageQueue(topic, brokerName, queueId)] = offset;
        }
    }

    private void WriteList(FastJsonWriter writer)
    {
        writer.WriteName("offsetTable"u8);
        writer.WriteStartArray();
        foreach (var (queue, offset) in OffsetTable)
        {
            writer.WriteStartObject();
            writer.WriteString("brokerName"u8, queue.BrokerName);
            writer.WriteNumber("offset"u8, offset);
            writer.WriteNumber("queueId"u8, queue.QueueId);
            writer.WriteString("topic"u8, queue.Topic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
