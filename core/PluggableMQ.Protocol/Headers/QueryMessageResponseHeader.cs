using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to QUERY_MESSAGE (12).</summary>
public sealed class QueryMessageResponseHeader : IFrameHeader<QueryMessageResponseHeader>
{
    /// <summary>The store time of the last indexed message.</summary>
    public required long IndexLastUpdateTimestamp { get; init; }

    /// <summary>Its commit log offset.</summary>
    public required long IndexLastUpdatePhysicalOffset { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out QueryMessageResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryMessageResponseHeader
        {
            IndexLastUpdateTimestamp = reader.RequiredInt64("indexLastUpdateTimestamp"u8),
            IndexLastUpdatePhysicalOffset = reader.RequiredInt64("indexLastUpdatePhyoffset"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("indexLastUpdateTimestamp"u8, IndexLastUpdateTimestamp);
        fields.Add("indexLastUpdatePhyoffset"u8, IndexLastUpdatePhysicalOffset);
    }
}
