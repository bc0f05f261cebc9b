using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Queues that an orderly consumer locks or unlocks (<c>LockBatchRequestBody</c>, <c>UnlockBatchRequestBody</c>, requests 41 and 42).</summary>
public sealed class LockBatchRequest : IFastJsonBody<LockBatchRequest>
{
    /// <summary>The group.</summary>
    public string ConsumerGroup { get; set; } = "";

    /// <summary>The member.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The queues.</summary>
    public List<MessageQueue> MqSet { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static LockBatchRequest Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<LockBatchRequest>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static LockBatchRequest IFastJsonBody<LockBatchRequest>.Read(ref FastJsonReader reader)
    {
        var result = new LockBatchRequest();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("consumerGroup"u8)) result.ConsumerGroup = reader.ReadString() ?? "";
            else if (reader.Is("clientId"u8)) result.ClientId = reader.ReadString() ?? "";
            else if (reader.Is("mqSet"u8)) result.MqSet = MessageQueueJson.ReadList(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<LockBatchRequest>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("clientId"u8, ClientId);
        writer.WriteString("consumerGroup"u8, ConsumerGroup);
        writer.WriteQueues("mqSet"u8, MqSet);
        writer.WriteEndObject();
    }
}
