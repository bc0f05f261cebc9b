using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>All topics of a broker with their version (<c>TopicConfigSerializeWrapper</c>): response 21, and the file <c>topics.json</c>.</summary>
public sealed class TopicConfigSerializeWrapper : IFastJsonBody<TopicConfigSerializeWrapper>
{
    /// <summary>The version.</summary>
    public DataVersion DataVersion { get; set; } = DataVersion.Zero;

    /// <summary>Topic to settings, in the order in which they are written.</summary>
    public Dictionary<string, TopicConfig> TopicConfigTable { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static TopicConfigSerializeWrapper Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<TopicConfigSerializeWrapper>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    /// <summary>Encodes as the file <c>config/topics.json</c>: indented with tabs.</summary>
    /// <returns>JSON.</returns>
    public byte[] EncodePretty() => BodyCodec.Encode(this, FastJsonFormat.Pretty);

    static TopicConfigSerializeWrapper IFastJsonBody<TopicConfigSerializeWrapper>.Read(ref FastJsonReader reader)
    {
        var result = new TopicConfigSerializeWrapper();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("dataVersion"u8)) result.DataVersion = BodyCodec.ReadOrNull<DataVersion>(ref reader) ?? DataVersion.Zero;
            else if (reader.Is("topicConfigTable"u8)) result.TopicConfigTable = BodyCodec.ReadMap<TopicConfig>(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicConfigSerializeWrapper>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteObject("dataVersion"u8, DataVersion);
        writer.WriteMap("topicConfigTable"u8, TopicConfigTable);
        writer.WriteEndObject();
    }
}
