using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The queues that were locked (<c>LockBatchResponseBody</c>, response 41).</summary>
public sealed class LockBatchResponse : IFastJsonBody<LockBatchResponse>
{
    /// <summary>The queues.</summary>
    public List<MessageQueue> LockOkMqSet { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static LockBatchResponse Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<LockBatchResponse>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static LockBatchResponse IFastJsonBody<LockBatchResponse>.Read(ref FastJsonReader reader)
    {
        var result = new LockBatchResponse();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("lockOKMQSet"u8)) result.LockOkMqSet = MessageQueueJson.ReadList(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<LockBatchResponse>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteQueues("lockOKMQSet"u8, LockOkMqSet);
        writer.WriteEndObject();
    }
}
