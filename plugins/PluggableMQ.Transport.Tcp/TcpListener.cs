using System.Net;
using Microsoft.AspNetCore.Connections;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.Tcp;

/// <summary>A bound listening socket.</summary>
internal sealed class TcpListener(IConnectionListener listener, TransportEndpoint requested) : ITransportListener
{
    /// <inheritdoc/>
    public TransportEndpoint Endpoint { get; } = requested with { Port = ((IPEndPoint)listener.EndPoint).Port };

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
        => await listener.AcceptAsync(cancellationToken) is { } connection ? new TcpConnection(connection) : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
