namespace PluggableMQ.Abstractions.Transport;

/// <summary>A bound listener. Disposing it stops listening and leaves accepted connections open.</summary>
public interface ITransportListener : IAsyncDisposable
{
    /// <summary>Where it listens, with the real port when port 0 was asked for.</summary>
    TransportEndpoint Endpoint { get; }

    /// <summary>Waits for the next connection. Called by one accept loop at a time.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A connection that the caller owns, or null when the listener has been disposed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken);
}
