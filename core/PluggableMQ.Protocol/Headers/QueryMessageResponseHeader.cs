using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to QUERY_MESSAGE (12).</summary>
public sealed class QueryMessageResponseHeader
{
    /// <summary>The store time of the last indexed message.</summary>
    public required long IndexLastUpdateTimestamp { get; init; }

    /// <summary>Its commit log offset.</summary>
    public required long IndexLastUpdatePhysicalOffset { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out QueryMessageResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryMessageResponseHeader
        {
            IndexLastUpdateTimestamp = reader.RequiredInt64("indexLastUpdateTimestamp"u8),
            IndexLastUpdatePhysicalOffset = reader.RequiredInt64("indexLastUpdatePhyoffset"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("indexLastUpdateTimestamp"u8, IndexLastUpdateTimestamp);
        fields.Add("indexLastUpdatePhyoffset"u8, IndexLastUpdatePhysicalOffset);
    }
}
