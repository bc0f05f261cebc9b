using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to WIPE_WRITE_PERM_OF_BROKER (205).</summary>
public sealed class WipeWritePermResponseHeader : IFrameHeader<WipeWritePermResponseHeader>
{
    /// <summary>How many topics were changed.</summary>
    public required int WipeTopicCount { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out WipeWritePermResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new WipeWritePermResponseHeader
        {
            WipeTopicCount = reader.RequiredInt32("wipeTopicCount"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("wipeTopicCount"u8, WipeTopicCount);
    }
}
