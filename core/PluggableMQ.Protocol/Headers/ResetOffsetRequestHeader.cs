using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of INVOKE_BROKER_TO_RESET_OFFSET (222) and RESET_CONSUMER_CLIENT_OFFSET (220).</summary>
public sealed class ResetOffsetRequestHeader : IFrameHeader<ResetOffsetRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>Milliseconds since 1970 UTC; -1 for the end.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Whether offsets may also move forwards.</summary>
    public required bool IsForce { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out ResetOffsetRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new ResetOffsetRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            Group = reader.RequiredString("group"u8),
            Timestamp = reader.RequiredInt64("timestamp"u8),
            IsForce = reader.RequiredBoolean("isForce"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("group"u8, Group);
        fields.Add("timestamp"u8, Timestamp);
        fields.Add("isForce"u8, IsForce);
    }
}
