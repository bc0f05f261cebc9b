using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to QUERY_DATA_VERSION (322).</summary>
public sealed class QueryDataVersionResponseHeader : IFrameHeader<QueryDataVersionResponseHeader>
{
    /// <summary>Whether the broker should register again.</summary>
    public required bool Changed { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out QueryDataVersionResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new QueryDataVersionResponseHeader
        {
            Changed = reader.RequiredBoolean("changed"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("changed"u8, Changed);
    }
}
