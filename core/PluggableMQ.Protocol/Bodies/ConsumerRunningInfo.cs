using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What a consumer is doing (<c>ConsumerRunningInfo</c>, response 307).</summary>
public sealed class ConsumerRunningInfo : IFastJsonBody<ConsumerRunningInfo>
{
    /// <summary>Its settings.</summary>
    public Dictionary<string, string> Properties { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Its subscriptions.</summary>
    public List<SubscriptionData> SubscriptionSet { get; set; } = [];

    /// <summary>Its queues.</summary>
    public Dictionary<MessageQueue, ProcessQueueInfo> MqTable { get; set; } = [];

    /// <summary>Topic to statistics.</summary>
    public Dictionary<string, ConsumeStatus> StatusTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Its threads, when asked for.</summary>
    public string? Jstack { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumerRunningInfo Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumerRunningInfo>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumerRunningInfo IFastJsonBody<ConsumerRunningInfo>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumerRunningInfo();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("properties"u8)) result.Properties = BodyCodec.ReadStringMap(ref reader);
            else if (reader.Is("subscriptionSet"u8)) result.SubscriptionSet = BodyCodec.ReadList<SubscriptionData>(ref reader);
            else if (reader.Is("mqTable"u8)) result.MqTable = MessageQueueJson.ReadMap<ProcessQueueInfo>(ref reader);
            else if (reader.Is("statusTable"u8)) result.StatusTable = BodyCodec.ReadMap<ConsumeStatus>(ref reader);
            else if (reader.Is("jstack"u8)) result.Jstack = reader.ReadString();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumerRunningInfo>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("jstack"u8, Jstack);
        writer.WriteQueueMap("mqTable"u8, MqTable);
        writer.WriteStringMap("properties"u8, Properties);
        writer.WriteMap("statusTable"u8, StatusTable);
        writer.WriteList("subscriptionSet"u8, SubscriptionSet);
        writer.WriteEndObject();
    }
}
