using System.IO.Pipelines;
using System.Net;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.InMemory;

/// <summary>One end of a pair of pipes.</summary>
internal sealed class InMemoryConnection : ITransportConnection, IDuplexPipe
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Pipe _incoming;
    private readonly Pipe _outgoing;
    private InMemoryConnection _peer = null!;
    private int _closing;

    private InMemoryConnection(string id, IPEndPoint local, IPEndPoint remote, Pipe incoming, Pipe outgoing)
    {
        Id = id;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        _incoming = incoming;
        _outgoing = outgoing;
        Closed = _closed.Token;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public IDuplexPipe Transport => this;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint { get; }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public CancellationToken Closed { get; }

    /// <inheritdoc/>
    public PipeReader Input => _incoming.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _outgoing.Writer;

    /// <summary>Makes both ends.</summary>
    public static (InMemoryConnection Client, InMemoryConnection Server) CreatePair(string id, IPEndPoint client, IPEndPoint server, int maxBufferSize)
    {
        // Readers and writers run on the thread pool, never on each other's stack.
        var options = new PipeOptions(pauseWriterThreshold: maxBufferSize, resumeWriterThreshold: maxBufferSize / 2, useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        var near = new InMemoryConnection(id + "c", client, server, toClient, toServer);
        var far = new InMemoryConnection(id + "s", server, client, toServer, toClient) { _peer = near };
        near._peer = far;
        return (near, far);
    }

    /// <inheritdoc/>
    public void Abort(Exception? reason = null)
    {
        // What was flushed is dropped: the peer's reader fails instead of reading on.
        Close(new IOException(reason is null ? "The connection was aborted." : $"The connection was aborted: {reason.Message}", reason));
        _incoming.Reader.CancelPendingRead();
        _outgoing.Writer.CancelPendingFlush();
        _peer.OnPeerAborted();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close(null);
        _incoming.Reader.Complete();
        return default;
    }

    private void Close(Exception? failure)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return;
        _outgoing.Writer.Complete(failure);
        _closed.Cancel();
        _peer.OnPeerClosed();
    }

    private void OnPeerClosed() => _closed.Cancel();

    private void OnPeerAborted() => _outgoing.Writer.CancelPendingFlush();
}
