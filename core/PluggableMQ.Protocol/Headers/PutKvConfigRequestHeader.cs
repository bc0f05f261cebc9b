using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of PUT_KV_CONFIG (100).</summary>
public sealed class PutKvConfigRequestHeader : IFrameHeader<PutKvConfigRequestHeader>
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The value.</summary>
    public required string Value { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out PutKvConfigRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new PutKvConfigRequestHeader
        {
            Namespace = reader.RequiredString("namespace"u8),
            Key = reader.RequiredString("key"u8),
            Value = reader.RequiredString("value"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("namespace"u8, Namespace);
        fields.Add("key"u8, Key);
        fields.Add("value"u8, Value);
    }
}
