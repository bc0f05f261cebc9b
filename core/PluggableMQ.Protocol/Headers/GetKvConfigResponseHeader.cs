using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to GET_KV_CONFIG (101).</summary>
public sealed class GetKvConfigResponseHeader : IFrameHeader<GetKvConfigResponseHeader>
{
    /// <summary>The value, or null.</summary>
    public string? Value { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetKvConfigResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetKvConfigResponseHeader
        {
            Value = reader.OptionalString("value"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.MarkPresent();
        fields.Add("value"u8, Value);
    }
}
