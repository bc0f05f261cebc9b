using PluggableMQ.Abstractions;

namespace PluggableMQ.Client;

/// <summary>What became of a stored message (<c>SendResult</c> in RocketMQ).</summary>
public sealed class SendResult
{
    /// <summary>How safely it was stored.</summary>
    public required SendStatus Status { get; init; }

    /// <summary>The id that this client gave the message (UNIQ_KEY); of a batch all ids, joined by commas.</summary>
    public required string MessageId { get; init; }

    /// <summary>The broker's id of the stored record; of a batch all ids, joined by commas.</summary>
    public required string OffsetMessageId { get; init; }

    /// <summary>The queue.</summary>
    public required MessageQueue Queue { get; init; }

    /// <summary>The message's index in the queue; of a batch the first one's.</summary>
    public required long QueueOffset { get; init; }

    /// <summary>The transaction's id, or null.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The broker's region.</summary>
    public required string RegionId { get; init; }

    /// <summary>Whether the broker wants traces.</summary>
    public required bool TraceOn { get; init; }
}
