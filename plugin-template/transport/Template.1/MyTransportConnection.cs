using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace Template._1;

/// <summary>A socket as a duplex pipe. Two loops: one from the socket into a pipe, one from a pipe into the socket.</summary>
internal sealed class MyTransportConnection : ITransportConnection, IDuplexPipe
{
    private static long _count;

    private readonly Socket _socket;
    private readonly Pipe _received;
    private readonly Pipe _toSend;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _receiving;
    private readonly Task _sending;
    private int _ended;

    public MyTransportConnection(Socket socket, MyTransportOptions options)
    {
        // A pipe that is full holds its writer back: the loop stops reading, and FlushAsync waits. That is the back-pressure.
        var bounds = new PipeOptions(pauseWriterThreshold: options.BufferBytes, resumeWriterThreshold: options.BufferBytes / 2, useSynchronizationContext: false);
        _socket = socket;
        _received = new Pipe(bounds);
        _toSend = new Pipe(bounds);
        Closed = _closed.Token;
        RemoteEndPoint = Plain(socket.RemoteEndPoint);
        LocalEndPoint = Plain(socket.LocalEndPoint);
        _receiving = Task.Run(ReceiveAsync);
        _sending = Task.Run(SendAsync);
    }

    /// <inheritdoc/>
    public string Id { get; } = $"my-transport-{Interlocked.Increment(ref _count)}";

    /// <inheritdoc/>
    public IDuplexPipe Transport => this;

    /// <inheritdoc/>
    public PipeReader Input => _received.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _toSend.Writer;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint { get; }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public CancellationToken Closed { get; }

    /// <inheritdoc/>
    public void Abort(Exception? reason = null)
    {
        // Both loops end by the closed socket, and complete their pipes.
        _socket.Dispose();
        _toSend.Reader.CancelPendingRead();
        _received.Writer.CancelPendingFlush();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What was flushed is sent before the end.
        await _toSend.Writer.CompleteAsync();
        await _sending;
        Abort();
        await _receiving;
        await _received.Reader.CompleteAsync();
    }

    private static IPEndPoint Plain(EndPoint? endPoint)
        => endPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port) : (IPEndPoint)endPoint!;

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(_received.Writer.GetMemory(4_096), SocketFlags.None);
                if (length == 0) break;
                _received.Writer.Advance(length);
                var flushed = await _received.Writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled) break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection broke, or was aborted here.
        }

        await _received.Writer.CompleteAsync();
        // The peer is gone: nothing that is still written would arrive.
        _toSend.Reader.CancelPendingRead();
        End();
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var read = await _toSend.Reader.ReadAsync();
                if (read.IsCanceled) break;
                foreach (var piece in read.Buffer)
                {
                    for (var rest = piece; rest.Length > 0;) rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
                }

                _toSend.Reader.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) continue;
                _socket.Shutdown(SocketShutdown.Send);
                break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection broke, or was aborted here.
        }

        // A flush that is held back ends, and says that nobody takes what is written.
        await _toSend.Reader.CompleteAsync();
    }

    // Off the loop: what is registered with the token must not hold a connection's end back.
    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) ThreadPool.QueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }
}
