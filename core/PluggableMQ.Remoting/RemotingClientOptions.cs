using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting;

/// <summary>Settings of a <see cref="RemotingClient"/>.</summary>
public sealed class RemotingClientOptions
{
    /// <summary>The name in logs and metrics. Default <c>client</c>.</summary>
    public string Name { get; init; } = "client";

    /// <summary>How long opening a connection may take. Default 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A connection without traffic in either direction is closed after this time. Default 120 seconds; checked every twelfth of
    /// it.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The largest frame in bytes, its length field included; a larger one closes the connection. Default 16 MiB.</summary>
    public int MaxFrameLength { get; init; } = RemotingFrame.DefaultMaxLength;

    /// <summary>Bytes of answers that may wait for a peer that does not read; more close the connection. Default 32 MiB. Requests wait
    /// earlier.</summary>
    public int MaxUnsentBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many requests may wait for their response, for each connection; further ones wait for a place until their own time-out.
    /// Default 65,535.</summary>
    public int MaxPendingCalls { get; init; } = 65535;

    /// <summary>How requests are encoded (<c>rocketmq.serialize.type</c>); a request that asks for the binary header keeps it. Default
    /// JSON.</summary>
    public SerializeType SerializeType { get; init; }

    /// <summary>Whether code that awaits a response continues on the connection's read loop. Saves a thread hop; that code must then never
    /// block, for it holds back all responses behind it. Default false.</summary>
    public bool InlineContinuations { get; init; }
}
