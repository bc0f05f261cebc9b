using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Topics (<c>TopicList</c>).</summary>
public sealed class TopicList : IFastJsonBody<TopicList>
{
    /// <summary>The names; with 304 those of clusters and brokers.</summary>
    public List<string> TopicNames { get; set; } = [];

    /// <summary>The address of some broker; only with 304.</summary>
    public string? BrokerAddr { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static TopicList Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<TopicList>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static TopicList IFastJsonBody<TopicList>.Read(ref FastJsonReader reader)
    {
        var result = new TopicList();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("topicList"u8)) result.TopicNames = BodyCodec.ReadStrings(ref reader);
            else if (reader.Is("brokerAddr"u8)) result.BrokerAddr = reader.ReadString();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicList>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("brokerAddr"u8, BrokerAddr);
        writer.WriteStrings("topicList"u8, TopicNames);
        writer.WriteEndObject();
    }
}
