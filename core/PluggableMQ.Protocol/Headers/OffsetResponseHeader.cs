using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the responses to 14, 29, 30 and 31: one offset.</summary>
public sealed class OffsetResponseHeader : IFrameHeader<OffsetResponseHeader>
{
    /// <summary>The offset.</summary>
    public required long Offset { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out OffsetResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new OffsetResponseHeader
        {
            Offset = reader.RequiredInt64("offset"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("offset"u8, Offset);
    }
}
