using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.PluginShared.Sockets;

/// <summary>One connection of Kestrel's.</summary>
internal sealed class SocketConnection(ConnectionContext connection, IPEndPoint local, IPEndPoint remote) : ITransportConnection
{
    /// <inheritdoc/>
    public string Id => connection.ConnectionId;

    /// <inheritdoc/>
    public IDuplexPipe Transport => connection.Transport;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint { get; } = remote;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; } = local;

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
