using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_KVLIST_BY_NAMESPACE (219).</summary>
public sealed class GetKvListByNamespaceRequestHeader : IFrameHeader<GetKvListByNamespaceRequestHeader>
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetKvListByNamespaceRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetKvListByNamespaceRequestHeader
        {
            Namespace = reader.RequiredString("namespace"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("namespace"u8, Namespace);
    }
}
