using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>What a pull brought (<c>PullResult</c> in RocketMQ).</summary>
public sealed class PullResult
{
    /// <summary>What came of it.</summary>
    public required PullStatus Status { get; init; }

    /// <summary>Where the next pull should begin.</summary>
    public required long NextBeginOffset { get; init; }

    /// <summary>The queue's smallest offset.</summary>
    public required long MinOffset { get; init; }

    /// <summary>The queue's end: the offset that the next message will get.</summary>
    public required long MaxOffset { get; init; }

    /// <summary>The messages, decompressed, in the order of the queue.</summary>
    public required IReadOnlyList<MessageExt> Messages { get; init; }
}
