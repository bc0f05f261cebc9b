using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of VIEW_MESSAGE_BY_ID (33).</summary>
public sealed class ViewMessageRequestHeader : IFrameHeader<ViewMessageRequestHeader>
{
    /// <summary>The record's commit log offset.</summary>
    public required long Offset { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out ViewMessageRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new ViewMessageRequestHeader
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
