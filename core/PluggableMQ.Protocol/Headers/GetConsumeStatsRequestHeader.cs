using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_CONSUME_STATS (208).</summary>
public sealed class GetConsumeStatsRequestHeader : IFrameHeader<GetConsumeStatsRequestHeader>
{
    /// <summary>The consumer group.</summary>
    public required string ConsumerGroup { get; init; }

    /// <summary>The topic; null for all that the group has offsets of.</summary>
    public string? Topic { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetConsumeStatsRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetConsumeStatsRequestHeader
        {
            ConsumerGroup = reader.RequiredString("consumerGroup"u8),
            Topic = reader.OptionalString("topic"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("consumerGroup"u8, ConsumerGroup);
        fields.Add("topic"u8, Topic);
    }
}
