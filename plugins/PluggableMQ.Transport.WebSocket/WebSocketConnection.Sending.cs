using System.Buffers;
using System.Net.WebSockets;

namespace PluggableMQ.Transport.WebSocket;

internal sealed partial class WebSocketConnection
{
    // Never throws: a failure shows at the reader and at Closed.
    private async Task SendAsync()
    {
        var reader = _output.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var message = result.Buffer.Length > _options.SendMessageSize ? result.Buffer.Slice(0, _options.SendMessageSize) : result.Buffer;
                if (!message.IsEmpty) await SendMessageAsync(message);
                var isLast = result.IsCompleted && message.Length == result.Buffer.Length;
                reader.AdvanceTo(message.End);
                if (isLast) break;
            }

            // The peer reads to the end, and may still send.
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e)
        {
            Fail(new IOException($"Sending to {RemoteEndPoint} failed: {e.Message}", e));
        }
        finally
        {
            // Without an exception: a flush then says that nobody reads any more.
            await reader.CompleteAsync();
        }
    }

    // The parts of one buffer go as frames of one message.
    private async ValueTask SendMessageAsync(ReadOnlySequence<byte> message)
    {
        var position = message.Start;
        while (message.TryGet(ref position, out var part))
        {
            var isLast = position.GetObject() is null || message.Slice(position).IsEmpty;
            await _socket.SendAsync(part, WebSocketMessageType.Binary, isLast, CancellationToken.None);
            if (isLast) return;
        }
    }
}
