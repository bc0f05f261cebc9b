using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.Tcp;

/// <summary>One connection of Kestrel's.</summary>
internal sealed class TcpConnection(ConnectionContext connection) : ITransportConnection
{
    /// <inheritdoc/>
    public string Id => connection.ConnectionId;

    /// <inheritdoc/>
    public IDuplexPipe Transport => connection.Transport;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint { get; } = TcpAddress.Normalize(connection.RemoteEndPoint);

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; } = TcpAddress.Normalize(connection.LocalEndPoint);

    /// <inheritdoc/>
    public CancellationToken Closed => connection.ConnectionClosed;

    /// <inheritdoc/>
    public void Abort(Exception? reason = null)
        => connection.Abort(
            reason as ConnectionAbortedException ?? new ConnectionAbortedException(
                reason?.Message ?? "The connection was aborted.", reason!));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
