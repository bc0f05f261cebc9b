using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The smallest offset that other groups have committed in a topic's queues (<c>QueryCorrectionOffsetBody</c>, response 308).</summary>
public sealed class QueryCorrectionOffsetBody : IFastJsonBody<QueryCorrectionOffsetBody>
{
    /// <summary>Queue id to offset.</summary>
    public SortedDictionary<int, long> CorrectionOffsets { get; set; } = [];

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static QueryCorrectionOffsetBody Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<QueryCorrectionOffsetBody>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static QueryCorrectionOffsetBody IFastJsonBody<QueryCorrectionOffsetBody>.Read(ref FastJsonReader reader)
    {
        var result = new QueryCorrectionOffsetBody();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("correctionOffsets"u8)) result.CorrectionOffsets = BodyCodec.ReadOffsets(ref reader);
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<QueryCorrectionOffsetBody>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOffsets("correctionOffsets"u8, CorrectionOffsets);
        writer.WriteEndObject();
    }
}
