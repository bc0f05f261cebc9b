using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of SEARCH_OFFSET_BY_TIMESTAMP (29).</summary>
public sealed class SearchOffsetRequestHeader : IFrameHeader<SearchOffsetRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The queue.</summary>
    public required int QueueId { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out SearchOffsetRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new SearchOffsetRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            QueueId = reader.RequiredInt32("queueId"u8),
            Timestamp = reader.RequiredInt64("timestamp"u8),
            BrokerName = reader.OptionalString("bname"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("queueId"u8, QueueId);
        fields.Add("timestamp"u8, Timestamp);
        fields.Add("bname"u8, BrokerName);
    }
}
