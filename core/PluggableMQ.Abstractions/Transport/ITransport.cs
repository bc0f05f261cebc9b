namespace PluggableMQ.Abstractions.Transport;

/// <summary>How bytes get from one process to another: listens and connects, each connection a duplex pipe of bytes.</summary>
/// <remarks>
/// One transport serves one scheme (<c>tcp</c>, <c>inmemory</c>, <c>ws</c>, ...). An address without a scheme uses the manifest's
/// default transport. Both methods are called from any thread and may be called concurrently. A transport knows nothing of frames.
/// </remarks>
public interface ITransport
{
    /// <summary>The endpoint scheme served, lower case, for example <c>tcp</c>.</summary>
    string Scheme { get; }

    /// <summary>Binds and starts to listen. Connections that arrive before the first accept wait in the backlog.</summary>
    /// <param name="endpoint">Where to listen; port 0 asks for a free port, which the listener then reports.</param>
    /// <param name="cancellationToken">Cancels the binding, not the listener.</param>
    /// <returns>The listener, already bound.</returns>
    /// <exception cref="TransportException">The endpoint is taken, not permitted or malformed; the text says which and what to do.</exception>
    ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>Opens a connection. The caller's token carries its connect timeout.</summary>
    /// <param name="endpoint">The peer.</param>
    /// <param name="cancellationToken">Cancels the attempt; a half-open connection is closed.</param>
    /// <returns>An open connection that the caller owns.</returns>
    /// <exception cref="TransportException">Nobody listens there, the name does not resolve, or the peer refused.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken);
}
