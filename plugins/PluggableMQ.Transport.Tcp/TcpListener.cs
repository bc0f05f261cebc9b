using System.Net;
using Microsoft.AspNetCore.Connections;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.Tcp;

/// <summary>A bound listening socket.</summary>
internal sealed class TcpListener(IConnectionListener listener, TransportEndpoint requested) : ITransportListener
{
    /// <inheritdoc/>
    public TransportEndpoint Endpoint { get; } = requested with { Port = ((IPEndPoint)listener.EndPoint).Port };

    /// <summary>Makes a connection of one of Kestrel's.</summary>
    public static SocketConnection Wrap(ConnectionContext connection)
        => new(connection, TcpAddress.Normalize(connection.LocalEndPoint), TcpAddress.Normalize(connection.RemoteEndPoint));

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
        => await listener.AcceptAsync(cancellationToken) is { } connection ? Wrap(connection) : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
