using System.Net;
using Microsoft.AspNetCore.Connections;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Hands Kestrel a listener that is bound already: binding errors are the transport's to explain, and the listener can be closed
/// while Kestrel's server, and so its connections, live on.</summary>
internal sealed class PreboundListener(IConnectionListener listener) : IConnectionListenerFactory, IConnectionListener
{
    /// <inheritdoc/>
    public EndPoint EndPoint => listener.EndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    /// <inheritdoc/>
    public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => listener.AcceptAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
