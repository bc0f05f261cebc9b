using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How far all groups of a broker have come (<c>ConsumeStatsList</c>, response 317).</summary>
public sealed class ConsumeStatsList : IFastJsonBody<ConsumeStatsList>
{
    /// <summary>One map per group, from its name to one entry per topic.</summary>
    public List<Dictionary<string, List<ConsumeStats>>> Groups { get; set; } = [];

    /// <summary>The broker's address.</summary>
    public string? BrokerAddr { get; set; }

    /// <summary>How many messages are waiting in all.</summary>
    public long TotalDiff { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumeStatsList Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumeStatsList>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumeStatsList IFastJsonBody<ConsumeStatsList>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumeStatsList();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("brokerAddr"u8)) result.BrokerAddr = reader.ReadString();
            else if (reader.Is("totalDiff"u8)) result.TotalDiff = reader.ReadInt64();
            else if (reader.Is("consumeStatsList"u8)) ReadGroups(ref reader, result.Groups);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumeStatsList>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("brokerAddr"u8, BrokerAddr);
        writer.WriteName("consumeStatsList"u8);
        writer.WriteStartArray();
        foreach (var group in Groups) writer.WriteListMapValue(group);
        writer.WriteEndArray();
        writer.WriteNumber("totalDiff"u8, TotalDiff);
        writer.WriteEndObject();
    }

    private static void ReadGroups(ref FastJsonReader reader, List<Dictionary<string, List<ConsumeStats>>> groups)
    {
        if (reader.TryReadNull()) return;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);)
        {
            if (!reader.TryReadNull()) groups.Add(BodyCodec.ReadListMap<ConsumeStats>(ref reader));
        }
    }
}
