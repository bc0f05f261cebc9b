using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>The settings that client and server have in common.</summary>
internal sealed record RemotingLimits
{
    public required string Name { get; init; }

    public required int MaxFrameLength { get; init; }

    public required int MaxUnsentBytes { get; init; }

    public required int MaxPendingCalls { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Whether a read loop waits while the peer does not read. A server's does. A client's must not: both sides would wait for
    /// each other.</summary>
    public required bool WaitsForPeer { get; init; }

    public SerializeType SerializeType { get; init; }

    public bool InlineContinuations { get; init; }
}
