using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A consumer group in a heartbeat (<c>ConsumerData</c>).</summary>
public sealed class ConsumerData : IFastJsonBody<ConsumerData>
{
    /// <summary>The group.</summary>
    public string GroupName { get; set; } = "";

    /// <summary>Pull or push; null when the client says nothing that is known.</summary>
    public ConsumeType? ConsumeType { get; set; }

    /// <summary>Clustering or broadcasting; null when the client says nothing that is known.</summary>
    public MessageModel? MessageModel { get; set; }

    /// <summary>Where a queue without offset begins; null when the client says nothing that is known.</summary>
    public ConsumeFromWhere? ConsumeFromWhere { get; set; }

    /// <summary>What the group subscribes to, the retry topic included.</summary>
    public List<SubscriptionData> SubscriptionDataSet { get; set; } = [];

    /// <summary>Whether the client works in unit mode.</summary>
    public bool UnitMode { get; set; }

    static ConsumerData IFastJsonBody<ConsumerData>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumerData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("groupName"u8)) result.GroupName = reader.ReadString() ?? "";
            else if (reader.Is("consumeType"u8)) result.ConsumeType = ConsumeTypes.Parse(reader.ReadString());
            else if (reader.Is("messageModel"u8)) result.MessageModel = MessageModels.Parse(reader.ReadString());
            else if (reader.Is("consumeFromWhere"u8)) result.ConsumeFromWhere = ConsumeFromWheres.Parse(reader.ReadString());
            else if (reader.Is("subscriptionDataSet"u8)) result.SubscriptionDataSet = BodyCodec.ReadList<SubscriptionData>(ref reader);
            else if (reader.Is("unitMode"u8)) result.UnitMode = reader.ReadBoolean();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumerData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("consumeFromWhere"u8, ConsumeFromWheres.GetName(ConsumeFromWhere));
        writer.WriteString("consumeType"u8, ConsumeTypes.GetName(ConsumeType));
        writer.WriteString("groupName"u8, GroupName);
        writer.WriteString("messageModel"u8, MessageModels.GetName(MessageModel));
        writer.WriteList("subscriptionDataSet"u8, SubscriptionDataSet);
        writer.WriteBoolean("unitMode"u8, UnitMode);
        writer.WriteEndObject();
    }
}
