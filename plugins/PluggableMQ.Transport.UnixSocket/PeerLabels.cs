using System.Net;
using Microsoft.AspNetCore.Connections;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>Addresses of connections: loopback with the listener's port, and with the peer's number or one that tells it from others here.
/// Thread-safe.</summary>
internal sealed class PeerLabels
{
    private const int FirstPort = 1024;

    private int _last = -1;

    /// <summary>An accepted connection.</summary>
    public SocketConnection Wrap(ConnectionContext connection, int listenPort, int peer)
        => new(connection, local: At(listenPort), remote: At(peer == 0 ? Next() : peer));

    /// <summary>A connection that was opened.</summary>
    public SocketConnection WrapConnected(ConnectionContext connection, int listenPort, int own)
        => new(connection, local: At(own == 0 ? Next() : own), remote: At(listenPort));

    private int Next() => FirstPort + (int)((uint)Interlocked.Increment(ref _last) % (IPEndPoint.MaxPort - FirstPort + 1));

    private static IPEndPoint At(int port) => new(IPAddress.Loopback, port);
}
