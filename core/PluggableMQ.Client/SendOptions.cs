namespace PluggableMQ.Client;

/// <summary>How one send is done.</summary>
public readonly record struct SendOptions
{
    /// <summary>What happens after a failure. Default: synchronous.</summary>
    public SendMode Mode { get; init; }

    /// <summary>The time limit with all retries. Default: null, <see cref="ProducerOptions.SendMsgTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
