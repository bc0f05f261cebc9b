namespace PluggableMQ.Storage.InMemory;

/// <summary>The store's settings.</summary>
internal sealed class InMemoryOptions
{
    /// <summary>How many bytes of records and of their keys are kept; the oldest go first. The keys of the newest append may come on
    /// top, and queues take some more.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether messages can be found by key.</summary>
    public bool MessageIndexEnable { get; init; } = true;

    /// <summary>How many messages one query by key finds at most.</summary>
    public int MaxMsgsNumBatch { get; init; } = 64;

    /// <summary>Most bytes of one read.</summary>
    public int MaxTransferBytesOnMessageInMemory { get; init; } = 256 * 1024;

    /// <summary>Most messages of one read.</summary>
    public int MaxTransferCountOnMessageInMemory { get; init; } = 32;
}
