using System.Net.WebSockets;

namespace PluggableMQ.Transport.WebSocket;

internal sealed partial class WebSocketConnection
{
    private const int DiscardSize = 4096;

    // Never throws: what ends it is what the reader of the pipe sees.
    private async Task ReceiveAsync()
    {
        IOException? failure = null;
        try
        {
            var readerIsGone = await ReceiveUntilCloseAsync();
            if (readerIsGone) await DiscardAsync();
        }
        catch (Exception e)
        {
            failure = _failure ?? new IOException(
                $"The WebSocket with {RemoteEndPoint} ended without a close frame: {e.Message}", e);
        }

        // The sender has nobody any more whose answer it could wait for.
        if (failure is not null) Fail(failure);
        await _input.Writer.CompleteAsync(failure);
        SignalClosed();
    }

    // True when the reader went first, false at the peer's close frame.
    private async Task<bool> ReceiveUntilCloseAsync()
    {
        var writer = _input.Writer;
        var length = 0L;
        while (true)
        {
            var received = await _socket.ReceiveAsync(writer.GetMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) return false;
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Text)
                await RefuseAsync(WebSocketCloseStatus.InvalidMessageType, "binary messages only");
            if (length > _options.MaxMessageSize)
                await RefuseAsync(WebSocketCloseStatus.MessageTooBig, $"messages of at most {_options.MaxMessageSize} bytes");
            if (received.EndOfMessage) length = 0;
            if (received.Count == 0) continue;
            writer.Advance(received.Count);
            if ((await writer.FlushAsync()).IsCompleted) return true;
        }
    }

    private async Task DiscardAsync()
    {
        var buffer = new byte[DiscardSize];
        while ((await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private async Task RefuseAsync(WebSocketCloseStatus status, string reason)
    {
        Log.PeerRefused(_logger, Id, RemoteEndPoint.ToString(), reason);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.CloseTimeout), _clock);
        try
        {
            // Tells the peer why, if it still reads, and waits until it has taken that.
            await _socket.CloseAsync(status, reason, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It does not.
        }

        var failure = new IOException($"The peer sent what is not taken here: {reason}.");
        Interlocked.CompareExchange(ref _failure, failure, null);
        throw failure;
    }
}
