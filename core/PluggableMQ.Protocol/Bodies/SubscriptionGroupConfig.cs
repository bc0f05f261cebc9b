using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A consumer group's settings on a broker (<c>SubscriptionGroupConfig</c>, request 200).</summary>
public sealed class SubscriptionGroupConfig : IFastJsonBody<SubscriptionGroupConfig>
{
    /// <summary>The group.</summary>
    public string GroupName { get; set; } = "";

    /// <summary>Whether the group may consume.</summary>
    public bool ConsumeEnable { get; set; } = true;

    /// <summary>Whether it may begin at the smallest offset.</summary>
    public bool ConsumeFromMinEnable { get; set; } = true;

    /// <summary>Whether it may broadcast.</summary>
    public bool ConsumeBroadcastEnable { get; set; } = true;

    /// <summary>How many queues its retry topic has.</summary>
    public int RetryQueueNums { get; set; } = 1;

    /// <summary>How often a message is retried before it goes to the dead-letter topic.</summary>
    public int RetryMaxTimes { get; set; } = 16;

    /// <summary>Which broker the group reads from: 0 is the master.</summary>
    public long BrokerId { get; set; }

    /// <summary>Which broker it reads from when it is far behind.</summary>
    public long WhichBrokerWhenConsumeSlowly { get; set; } = 1;

    /// <summary>Whether members are told when one comes or goes.</summary>
    public bool NotifyConsumerIdsChangedEnable { get; set; } = true;

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static SubscriptionGroupConfig Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<SubscriptionGroupConfig>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static SubscriptionGroupConfig IFastJsonBody<SubscriptionGroupConfig>.Read(ref FastJsonReader reader)
    {
        var result = new SubscriptionGroupConfig();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("groupName"u8)) result.GroupName = reader.ReadString() ?? "";
            else if (reader.Is("consumeEnable"u8)) result.ConsumeEnable = reader.ReadBoolean();
            else if (reader.Is("consumeFromMinEnable"u8)) result.ConsumeFromMinEnable = reader.ReadBoolean();
            else if (reader.Is("consumeBroadcastEnable"u8)) result.ConsumeBroadcastEnable = reader.ReadBoolean();
            else if (reader.Is("retryQueueNums"u8)) result.RetryQueueNums = reader.ReadInt32();
            else if (reader.Is("retryMaxTimes"u8)) result.RetryMaxTimes = reader.ReadInt32();
            else if (reader.Is("brokerId"u8)) result.BrokerId = reader.ReadInt64();
            else if (reader.Is("whichBrokerWhenConsumeSlowly"u8)) result.WhichBrokerWhenConsumeSlowly = reader.ReadInt64();
            else if (reader.Is("notifyConsumerIdsChangedEnable"u8)) result.NotifyConsumerIdsChangedEnable = reader.ReadBoolean();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<SubscriptionGroupConfig>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("brokerId"u8, BrokerId);
        writer.WriteBoolean("consumeBroadcastEnable"u8, ConsumeBroadcastEnable);
        writer.WriteBoolean("consumeEnable"u8, ConsumeEnable);
        writer.WriteBoolean("consumeFromMinEnable"u8, ConsumeFromMinEnable);
        writer.WriteString("groupName"u8, GroupName);
        writer.WriteBoolean("notifyConsumerIdsChangedEnable"u8, NotifyConsumerIdsChangedEnable);
        writer.WriteNumber("retryMaxTimes"u8, RetryMaxTimes);
        writer.WriteNumber("retryQueueNums"u8, RetryQueueNums);
        writer.WriteNumber("whichBrokerWhenConsumeSlowly"u8, WhichBrokerWhenConsumeSlowly);
        writer.WriteEndObject();
    }
}
