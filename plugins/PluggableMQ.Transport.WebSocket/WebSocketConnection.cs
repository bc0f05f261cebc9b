using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using Socket = System.Net.WebSockets.WebSocket;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>A WebSocket as a duplex pipe: what is flushed together goes as one message; what comes is one stream of bytes, however it was cut.
/// A loop for each direction, and a bounded pipe between it and the user.</summary>
internal sealed partial class WebSocketConnection : ITransportConnection, IDuplexPipe
{
    // Small enough for many quiet connections, large enough that a batch of frames is one segment.
    private const int SegmentSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly WebSocketTransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _dropSocket;
    private readonly Action? _release;
    private readonly Pipe _input;
    private readonly Pipe _output;
    private readonly CancellationTokenSource _closed = new();
    private Task _sending = Task.CompletedTask;
    private Task _receiving = Task.CompletedTask;
    private IOException? _failure;
    private int _disposed;

    /// <summary>Takes an open socket; <see cref="Start"/> sets it going.</summary>
    /// <param name="socket">The socket, owned from now on.</param>
    /// <param name="id">The id for logs.</param>
    /// <param name="local">This side's address.</param>
    /// <param name="remote">The peer's address.</param>
    /// <param name="environment">Options, clock and logging.</param>
    /// <param name="dropSocket">Closes what is below the socket, at once; may be called more than once.</param>
    /// <param name="release">Releases what is left when all has ended; null for nothing.</param>
    public WebSocketConnection(
        Socket socket, string id, IPEndPoint local, IPEndPoint remote, ConnectionEnvironment environment, Action dropSocket,
        Action? release = null)
    {
        _socket = socket;
        Id = id;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        (_options, _clock, _logger) = (environment.Options, environment.Clock, environment.Logger);
        _dropSocket = dropSocket;
        _release = release;
        _input = new Pipe(new PipeOptions(
            pauseWriterThreshold: _options.MaxReadBufferSize, resumeWriterThreshold: _options.MaxReadBufferSize / 2,
            minimumSegmentSize: SegmentSize, useSynchronizationContext: false));
        // A flush sends on its caller's thread as far as the socket takes it: one hop less for each message.
        _output = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: _options.MaxWriteBufferSize, resumeWriterThreshold: _options.MaxWriteBufferSize / 2,
            minimumSegmentSize: SegmentSize, useSynchronizationContext: false));
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
    public PipeReader Input => _input.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _output.Writer;

    /// <summary>Ends when both directions have ended and the socket is released; never fails.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    /// <summary>Whether its owner has given it back.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Sets both loops going.</summary>
    public void Start()
    {
        _sending = SendAsync();
        _receiving = ReceiveAsync();
        Finished = FinishAsync();
    }

    /// <inheritdoc/>
    public void Abort(Exception? reason = null)
    {
        if (Finished.IsCompleted) return;
        Fail(new IOException(reason is null ? "The connection was aborted." : $"The connection was aborted: {reason.Message}", reason));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _output.Writer.CompleteAsync();
            await _input.Reader.CompleteAsync();
            // What was flushed goes out; a peer that takes nothing is the owner's to give up, by an abort.
            await _sending;
            SignalClosed();
            _ = LingerAsync();
        }

        await _sending;
    }

    // The peer's close frame says that it has read all. Dropped earlier, a socket with unread bytes would take back what was sent.
    private async Task LingerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.CloseTimeout), _clock);
        await _receiving.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_receiving.IsCompleted) Fail(new IOException("The peer did not close the connection in time."));
    }

    private async Task FinishAsync()
    {
        await _sending;
        await _receiving;
        SignalClosed();
        _socket.Dispose();
        _release?.Invoke();
    }

    private void Fail(IOException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _socket.Abort();
        _dropSocket();
        SignalClosed();
    }

    // Whoever waits for the close runs on the thread pool, not on the stack of the one that closes.
    private void SignalClosed() => _ = _closed.CancelAsync();
}
