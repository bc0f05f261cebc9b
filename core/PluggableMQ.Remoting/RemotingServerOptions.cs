using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting;

/// <summary>Settings of a <see cref="RemotingServer"/>.</summary>
public sealed class RemotingServerOptions
{
    /// <summary>The name in logs and metrics, for example <c>broker</c>. Default <c>server</c>.</summary>
    public string Name { get; init; } = "server";

    /// <summary>The largest frame in bytes, its length field included; a larger one closes the connection. Default 16 MiB.</summary>
    public int MaxFrameLength { get; init; } = RemotingFrame.DefaultMaxLength;

    /// <summary>A connection without traffic in either direction is closed after this time. Default 120 seconds; checked every twelfth of
    /// it.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How many connections are open at once; further ones are closed at once. Default 65,536.</summary>
    public int MaxConnections { get; init; } = 65536;

    /// <summary>Bytes that may wait for a peer that does not read; answers beyond it close the connection. Default 32 MiB.</summary>
    public int MaxUnsentBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many requests that this server sent may wait for their response, for each connection. Default 256.</summary>
    public int MaxPendingCalls { get; init; } = 256;

    /// <summary>How long a stop waits for requests in work. Default 3 seconds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
