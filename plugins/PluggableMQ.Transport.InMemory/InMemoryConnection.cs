using System.IO.Pipelines;
using System.Net;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.InMemory;

/// <summary>One end of a pair of pipes.</summary>
internal sealed class InMemoryConnection : ITransportConnection, IDuplexPipe
{
    private readonly CancellationTokenSource _closed = new();
    private readonly InMemoryReader _input;
    private readonly InMemoryWriter _output;
    private InMemoryConnection _peer = null!;
    private int _disposed;

    private InMemoryConnection(string id, IPEndPoint local, IPEndPoint remote, Pipe incoming, Pipe outgoing)
    {
        Id = id;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        _input = new InMemoryReader(incoming.Reader);
        _output = new InMemoryWriter(outgoing.Writer);
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
    public PipeReader Input => _input;

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <summary>Makes both ends.</summary>
    public static (InMemoryConnection Client, InMemoryConnection Server) CreatePair(
        string id, IPEndPoint client, IPEndPoint server, int maxBufferSize)
    {
        // Readers and writers run on the thread pool, never on each other's stack.
        var options = new PipeOptions(
            pauseWriterThreshold: maxBufferSize, resumeWriterThreshold: maxBufferSize / 2, useSynchronizationContext: false);
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
        var failure = new IOException(
            reason is null ? "The connection was aborted." : $"The connection was aborted: {reason.Message}", reason);
        Fail(failure);
        _peer.Fail(failure);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return default;
        _output.Complete();
        _input.Complete();
        SignalClosed();
        _peer.SignalClosed();
        return default;
    }

    private void Fail(Exception failure)
    {
        _input.Fail(failure);
        _output.End();
        SignalClosed();
    }

    // Whoever waits for the close runs on the thread pool, not on the stack of the one that closes.
    private void SignalClosed() => _ = _closed.CancelAsync();
}
