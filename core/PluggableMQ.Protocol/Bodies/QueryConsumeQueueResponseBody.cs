using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Entries of a consume queue (<c>QueryConsumeQueueResponseBody</c>, response 321).</summary>
public sealed class QueryConsumeQueueResponseBody : IFastJsonBody<QueryConsumeQueueResponseBody>
{
    /// <summary>The group's subscription, if a group was named.</summary>
    public SubscriptionData? SubscriptionData { get; set; }

    /// <summary>The group's filter as Java prints it; the text <c>null</c> for none.</summary>
    public string? FilterData { get; set; }

    /// <summary>The entries.</summary>
    public List<ConsumeQueueData> QueueData { get; set; } = [];

    /// <summary>The offset that the next message will have.</summary>
    public long MaxQueueIndex { get; set; }

    /// <summary>The smallest offset.</summary>
    public long MinQueueIndex { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static QueryConsumeQueueResponseBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<QueryConsumeQueueResponseBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static QueryConsumeQueueResponseBody IFastJsonBody<QueryConsumeQueueResponseBody>.Read(ref FastJsonReader reader)
    {
        var result = new QueryConsumeQueueResponseBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("subscriptionData"u8)) result.SubscriptionData = BodyCodec.ReadOrNull<SubscriptionData>(ref reader);
            else if (reader.Is("filterData"u8)) result.FilterData = reader.ReadString();
            else if (reader.Is("queueData"u8)) result.QueueData = BodyCodec.ReadList<ConsumeQueueData>(ref reader);
            else if (reader.Is("maxQueueIndex"u8)) result.MaxQueueIndex = reader.ReadInt64();
            else if (reader.Is("minQueueIndex"u8)) result.MinQueueIndex = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<QueryConsumeQueueResponseBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("filterData"u8, FilterData);
        writer.WriteNumber("maxQueueIndex"u8, MaxQueueIndex);
        writer.WriteNumber("minQueueIndex"u8, MinQueueIndex);
        writer.WriteList("queueData"u8, QueueData);
        writer.WriteObject("subscriptionData"u8, SubscriptionData);
        writer.WriteEndObject();
    }
}
