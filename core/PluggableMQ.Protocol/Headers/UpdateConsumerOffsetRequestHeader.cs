using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of UPDATE_CONSUMER_OFFSET (15).</summary>
public sealed class UpdateConsumerOffsetRequestHeader : IFrameHeader<UpdateConsumerOffsetRequestHeader>
{
    /// <summary>The consumer group.</summary>
    public required string ConsumerGroup { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The queue.</summary>
    public required int QueueId { get; init; }

    /// <summary>The next offset to consume.</summary>
    public required long CommitOffset { get; init; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out UpdateConsumerOffsetRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new UpdateConsumerOffsetRequestHeader
        {
            ConsumerGroup = reader.RequiredString("consumerGroup"u8),
            Topic = reader.RequiredString("topic"u8),
            QueueId = reader.RequiredInt32("queueId"u8),
            CommitOffset = reader.RequiredInt64("commitOffset"u8),
            BrokerName = reader.OptionalString("bname"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("consumerGroup"u8, ConsumerGroup);
        fields.Add("topic"u8, Topic);
        fields.Add("queueId"u8, QueueId);
        fields.Add("commitOffset"u8, CommitOffset);
        fields.Add("bname"u8, BrokerName);
    }
}
