using System.Threading.Channels;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.InMemory;

/// <summary>A queue of connections to accept.</summary>
internal sealed class InMemoryListener : ITransportListener
{
    private readonly InMemoryHub _hub;
    private readonly Channel<InMemoryConnection> _waiting;

    public InMemoryListener(InMemoryHub hub, (string Host, int Port) key, TransportEndpoint endpoint, InMemoryTransportOptions options)
    {
        _hub = hub;
        Key = key;
        Endpoint = endpoint;
        MaxBufferSize = options.MaxBufferSize;
        _waiting = Channel.CreateBounded<InMemoryConnection>(options.Backlog);
    }

    /// <inheritdoc/>
    public TransportEndpoint Endpoint { get; }

    /// <summary>Where the hub keeps it.</summary>
    public (string Host, int Port) Key { get; }

    /// <summary>The buffer of its connections.</summary>
    public int MaxBufferSize { get; }

    /// <summary>Queues a connection; false when the queue is full or the listener is disposed.</summary>
    public bool Offer(InMemoryConnection connection) => _waiting.Writer.TryWrite(connection);

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_waiting.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _hub.Remove(this);
        _waiting.Writer.TryComplete();
        // Nobody accepts these any more: their peers must not wait for ever.
        while (_waiting.Reader.TryRead(out var connection)) connection.Abort();
        return default;
    }
}
