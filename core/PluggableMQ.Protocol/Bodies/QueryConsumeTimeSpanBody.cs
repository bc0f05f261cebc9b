using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How old the messages of a topic's queues are (<c>QueryConsumeTimeSpanBody</c>, response 303).</summary>
public sealed class QueryConsumeTimeSpanBody : IFastJsonBody<QueryConsumeTimeSpanBody>
{
    /// <summary>One entry a queue.</summary>
    public List<QueueTimeSpan> ConsumeTimeSpanSet { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static QueryConsumeTimeSpanBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<QueryConsumeTimeSpanBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static QueryConsumeTimeSpanBody IFastJsonBody<QueryConsumeTimeSpanBody>.Read(ref FastJsonReader reader)
    {
        var result = new QueryConsumeTimeSpanBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("consumeTimeSpanSet"u8)) result.ConsumeTimeSpanSet = BodyCodec.ReadList<QueueTimeSpan>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<QueryConsumeTimeSpanBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteList("consumeTimeSpanSet"u8, ConsumeTimeSpanSet);
        writer.WriteEndObject();
    }
}
