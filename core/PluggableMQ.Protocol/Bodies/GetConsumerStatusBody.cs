using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The offsets that consumers hold (<c>GetConsumerStatusBody</c>): from a client its own (221), from a broker those of all members (223).</summary>
public sealed class GetConsumerStatusBody : IFastJsonBody<GetConsumerStatusBody>
{
    /// <summary>Queue to offset, from a client.</summary>
    public Dictionary<MessageQueue, long> MessageQueueTable { get; set; } = [];

    /// <summary>Client id to queue to offset, from a broker.</summary>
    public Dictionary<string, Dictionary<MessageQueue, long>> ConsumerTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static GetConsumerStatusBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<GetConsumerStatusBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static GetConsumerStatusBody IFastJsonBody<GetConsumerStatusBody>.Read(ref FastJsonReader reader)
    {
        var result = new GetConsumerStatusBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("messageQueueTable"u8)) result.MessageQueueTable = MessageQueueJson.ReadOffsets(ref reader);
            else if (reader.Is("consumerTable"u8)) ReadConsumers(ref reader, result.ConsumerTable);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<GetConsumerStatusBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteName("consumerTable"u8);
        writer.WriteStartObject();
        foreach (var (clientId, offsets) in ConsumerTable)
        {
            writer.WriteName(clientId);
            writer.WriteQueueOffsetsValue(offsets);
        }

        writer.WriteEndObject();
        writer.WriteQueueOffsets("messageQueueTable"u8, MessageQueueTable);
        writer.WriteEndObject();
    }

    private static void ReadConsumers(ref FastJsonReader reader, Dictionary<string, Dictionary<MessageQueue, long>> consumers)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var clientId = reader.KeyText();
            consumers[clientId] = MessageQueueJson.ReadOffsets(ref reader);
        }
    }
}
