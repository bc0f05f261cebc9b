using Microsoft.AspNetCore.Connections;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>A bound socket file.</summary>
internal sealed class UnixSocketListener(
    IConnectionListener listener, SocketFileLease lease, SocketFile file, TransportEndpoint endpoint, PeerLabels labels) : ITransportListener
{
    /// <inheritdoc/>
    public TransportEndpoint Endpoint => endpoint;

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
        => await listener.AcceptAsync(cancellationToken) is { } connection
            ? labels.Wrap(connection, file.Port, SocketName.Read(connection.RemoteEndPoint))
            : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        lease.Dispose();
    }
}
