namespace PluggableMQ.Abstractions.QueueSelection;

/// <summary>What a strategy chooses from.</summary>
public readonly ref struct QueueSelectionRequest
{
    /// <summary>The topic that is sent to.</summary>
    public required string Topic { get; init; }

    /// <summary>The writable queues of the route, never empty, sorted by broker name and queue id. The array behind it is replaced, not
    /// changed, when the route changes.</summary>
    public required ReadOnlySpan<MessageQueue> Queues { get; init; }

    /// <summary>0 for the first attempt of a message, then 1, 2, ...</summary>
    public int Attempt { get; init; }

    /// <summary>The broker of the attempt that just failed, to be avoided where another one exists; null on the first attempt.</summary>
    public string? LastBrokerName { get; init; }

    /// <summary>What the sender wants messages to be kept together by (a sharding key, else the message's first key), or null.</summary>
    public string? SelectionKey { get; init; }
}
