using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What a broker registers with a NameServer (<c>RegisterBrokerBody</c>, request 103).</summary>
public sealed class RegisterBrokerBody : IFastJsonBody<RegisterBrokerBody>
{
    /// <summary>The broker's topics: all of them, or only those that changed (registration merges).</summary>
    public TopicConfigSerializeWrapper TopicConfigSerializeWrapper { get; set; } = new();

    /// <summary>The broker's filter servers: null says nothing, an empty list that there are none.</summary>
    public List<string>? FilterServerList { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="compressed">The header's <c>compressed</c>: whether the body is the zlib form rather than JSON.</param>
    /// <returns>The registration. The compressed form carries neither <see cref="TopicConfig.TopicSysFlag"/> nor <see cref="TopicConfig.Order"/>.</returns>
    /// <exception cref="InvalidDataException">The body is not one, or grows beyond 16 MiB when decompressed.</exception>
    public static RegisterBrokerBody Decode(ReadOnlySpan<byte> body, bool compressed = false)
        => compressed ? CompressedRegistration.Read(body) : BodyCodec.Decode<RegisterBrokerBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <param name="compressed">Whether to use the zlib form rather than JSON.</param>
    /// <returns>The body.</returns>
    public byte[] Encode(bool compressed = false) => compressed ? CompressedRegistration.Write(this) : BodyCodec.Encode(this);

    static RegisterBrokerBody IFastJsonBody<RegisterBrokerBody>.Read(ref FastJsonReader reader)
    {
        var result = new RegisterBrokerBody { FilterServerList = null };
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("topicConfigSerializeWrapper"u8))
                result.TopicConfigSerializeWrapper = BodyCodec.ReadOrNull<TopicConfigSerializeWrapper>(ref reader) ?? new();
            else if (reader.Is("filterServerList"u8)) result.FilterServerList = reader.TryReadNull() ? null : BodyCodec.ReadStrings(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<RegisterBrokerBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        if (FilterServerList is not null) writer.WriteStrings("filterServerList"u8, FilterServerList);
        writer.WriteObject("topicConfigSerializeWrapper"u8, TopicConfigSerializeWrapper);
        writer.WriteEndObject();
    }
}
