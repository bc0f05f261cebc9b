using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How far each delay level has been delivered: response 45, and the file <c>delayOffset.json</c>.</summary>
public sealed class DelayOffsetTable : IFastJsonBody<DelayOffsetTable>
{
    /// <summary>Delay level to the next queue offset.</summary>
    public SortedDictionary<int, long> OffsetTable { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static DelayOffsetTable Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<DelayOffsetTable>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    /// <summary>Encodes as the file <c>config/delayOffset.json</c>: indented with tabs.</summary>
    /// <returns>JSON.</returns>
    public byte[] EncodePretty() => BodyCodec.Encode(this, FastJsonFormat.Pretty);

    static DelayOffsetTable IFastJsonBody<DelayOffsetTable>.Read(ref FastJsonReader reader)
    {
        var result = new DelayOffsetTable();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("offsetTable"u8)) result.OffsetTable = BodyCodec.ReadOffsets(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<DelayOffsetTable>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOffsets("offsetTable"u8, OffsetTable);
        writer.WriteEndObject();
    }
}
