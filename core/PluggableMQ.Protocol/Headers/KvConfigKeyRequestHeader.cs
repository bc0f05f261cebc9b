using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_KV_CONFIG (101) and DELETE_KV_CONFIG (102).</summary>
public sealed class KvConfigKeyRequestHeader : IFrameHeader<KvConfigKeyRequestHeader>
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out KvConfigKeyRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new KvConfigKeyRequestHeader
        {
            Namespace = reader.RequiredString("namespace"u8),
            Key = reader.RequiredString("key"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("namespace"u8, Namespace);
        fields.Add("key"u8, Key);
    }
}
