using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace Template._1;

/// <summary>A socket that listens.</summary>
internal sealed class MyTransportListener(Socket socket, TransportEndpoint endpoint, MyTransportOptions options) : ITransportListener
{
    private volatile bool _disposed;

    /// <inheritdoc/>
    public TransportEndpoint Endpoint => endpoint;

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (!_disposed)
        {
            try
            {
                var accepted = await socket.AcceptAsync(cancellationToken);
                accepted.NoDelay = true;
                return new MyTransportConnection(accepted, options);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // A client that hung up before it was accepted; or the end, which the loop's condition sees.
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
