using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Consumer groups (<c>GroupList</c>, response 300).</summary>
public sealed class GroupList : IFastJsonBody<GroupList>
{
    /// <summary>Their names.</summary>
    public List<string> GroupNames { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static GroupList Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<GroupList>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static GroupList IFastJsonBody<GroupList>.Read(ref FastJsonReader reader)
    {
        var result = new GroupList();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("groupList"u8)) result.GroupNames = BodyCodec.ReadStrings(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<GroupList>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStrings("groupList"u8, GroupNames);
        writer.WriteEndObject();
    }
}
