using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The members of a consumer group (<c>GetConsumerListByGroupResponseBody</c>, response 38).</summary>
public sealed class ConsumerIdList : IFastJsonBody<ConsumerIdList>
{
    /// <summary>Their client ids.</summary>
    public List<string> ConsumerIds { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumerIdList Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumerIdList>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumerIdList IFastJsonBody<ConsumerIdList>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumerIdList();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("consumerIdList"u8)) result.ConsumerIds = BodyCodec.ReadStrings(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumerIdList>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStrings("consumerIdList"u8, ConsumerIds);
        writer.WriteEndObject();
    }
}
