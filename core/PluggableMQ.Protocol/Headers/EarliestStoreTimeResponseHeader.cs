using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to GET_EARLIEST_MSG_STORETIME (32).</summary>
public sealed class EarliestStoreTimeResponseHeader : IFrameHeader<EarliestStoreTimeResponseHeader>
{
    /// <summary>Milliseconds since 1970 UTC; -1 when the queue has no message.</summary>
    public required long Timestamp { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out EarliestStoreTimeResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new EarliestStoreTimeResponseHeader
        {
            Timestamp = reader.RequiredInt64("timestamp"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("timestamp"u8, Timestamp);
    }
}
