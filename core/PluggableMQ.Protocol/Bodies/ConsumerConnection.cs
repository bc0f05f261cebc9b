using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The members of a consumer group (<c>ConsumerConnection</c>, response 203).</summary>
public sealed class ConsumerConnection : IFastJsonBody<ConsumerConnection>
{
    /// <summary>The members.</summary>
    public List<Connection> ConnectionSet { get; set; } = [];

    /// <summary>Topic to subscription.</summary>
    public Dictionary<string, SubscriptionData> SubscriptionTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Pull or push.</summary>
    public ConsumeType? ConsumeType { get; set; }

    /// <summary>Clustering or broadcasting.</summary>
    public MessageModel? MessageModel { get; set; }

    /// <summary>Where a queue without offset begins.</summary>
    public ConsumeFromWhere? ConsumeFromWhere { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumerConnection Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumerConnection>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumerConnection IFastJsonBody<ConsumerConnection>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumerConnection();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("connectionSet"u8)) result.ConnectionSet = BodyCodec.ReadList<Connection>(ref reader);
            else if (reader.Is("subscriptionTable"u8)) result.SubscriptionTable = BodyCodec.ReadMap<SubscriptionData>(ref reader);
            else if (reader.Is("consumeType"u8)) result.ConsumeType = ConsumeTypes.Parse(reader.ReadString());
            else if (reader.Is("messageModel"u8)) result.MessageModel = MessageModels.Parse(reader.ReadString());
            else if (reader.Is("consumeFromWhere"u8)) result.ConsumeFromWhere = ConsumeFromWheres.Parse(reader.ReadString());
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumerConnection>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteList("connectionSet"u8, ConnectionSet);
        writer.WriteString("consumeFromWhere"u8, ConsumeFromWheres.GetName(ConsumeFromWhere));
        writer.WriteString("consumeType"u8, ConsumeTypes.GetName(ConsumeType));
        writer.WriteString("messageModel"u8, MessageModels.GetName(MessageModel));
        writer.WriteMap("subscriptionTable"u8, SubscriptionTable);
        writer.WriteEndObject();
    }
}
