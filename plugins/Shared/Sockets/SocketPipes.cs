using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PluggableMQ.PluginShared.Sockets;

/// <summary>Kestrel's sockets for both sides: its listener for accepting, its connection for sockets that were connected.
/// Thread-safe.</summary>
internal sealed class SocketPipes : IDisposable
{
    private readonly SocketTransportFactory _listeners;
    private readonly SocketConnectionContextFactory _connections;

    /// <summary>Makes them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="noDelay">Whether accepted connections get TCP_NODELAY.</param>
    /// <param name="loggerFactory">The logging.</param>
    /// <param name="category">The logger of connected sockets.</param>
    /// <param name="createListenSocket">Makes a bound socket that does not listen yet; null for Kestrel's own way.</param>
    public SocketPipes(
        SocketSettings settings, bool noDelay, ILoggerFactory loggerFactory, string category, Func<EndPoint, Socket>? createListenSocket = null)
    {
        var listening = new SocketTransportOptions
        {
            Backlog = settings.Backlog,
            NoDelay = noDelay,
            IOQueueCount = settings.IoQueueCount,
            UnsafePreferInlineScheduling = settings.InlineScheduling,
            WaitForDataBeforeAllocatingBuffer = settings.WaitForData,
            MaxReadBufferSize = settings.MaxReadBufferSize,
            MaxWriteBufferSize = settings.MaxWriteBufferSize,
        };
        if (createListenSocket is not null) listening.CreateBoundListenSocket = createListenSocket;
        _listeners = new SocketTransportFactory(Options.Create(listening), loggerFactory);
        var connecting = new SocketConnectionFactoryOptions
        {
            IOQueueCount = settings.IoQueueCount,
            UnsafePreferInlineScheduling = settings.InlineScheduling,
            WaitForDataBeforeAllocatingBuffer = settings.WaitForData,
            MaxReadBufferSize = settings.MaxReadBufferSize,
            MaxWriteBufferSize = settings.MaxWriteBufferSize,
        };
        _connections = new SocketConnectionContextFactory(connecting, loggerFactory.CreateLogger(category));
    }

    /// <summary>What makes listeners.</summary>
    public IConnectionListenerFactory Listeners => _listeners;

    /// <summary>Binds and listens.</summary>
    /// <exception cref="AddressInUseException">The address is taken.</exception>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint address, CancellationToken cancellationToken)
        => _listeners.BindAsync(address, cancellationToken);

    /// <summary>Gives a connected socket its pipes; the connection owns the socket.</summary>
    public ConnectionContext Open(Socket socket) => _connections.Create(socket);

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();
}
