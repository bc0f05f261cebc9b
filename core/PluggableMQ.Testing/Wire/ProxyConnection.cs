using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using PluggableMQ.Protocol;

namespace PluggableMQ.Testing;

/// <summary>One client at a proxy, and the proxy's connection to the server for it.</summary>
internal sealed class ProxyConnection : IAsyncDisposable
{
    private readonly int _number;
    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _toClient = new(1);
    private readonly SemaphoreSlim _toServer = new(1);
    private readonly CancellationTokenSource _cut = new();
    private readonly Func<ProxiedFrame, FrameAction> _take;
    private readonly Action<Exception> _fail;
    private readonly TimeProvider _clock;
    private Task _running = Task.CompletedTask;

    private ProxyConnection(int number, Socket client, Func<ProxiedFrame, FrameAction> take, Action<Exception> fail, TimeProvider clock)
    {
        _number = number;
        _client = client;
        _take = take;
        _fail = fail;
        _clock = clock;
    }

    /// <summary>Begins to carry frames.</summary>
    /// <param name="number">The connection's number.</param>
    /// <param name="client">The client; belongs to the connection from then on.</param>
    /// <param name="server">The server.</param>
    /// <param name="take">Says what is done with each frame.</param>
    /// <param name="fail">Told when that, or anything else that is no end of a connection, throws; the connection is then cut.</param>
    /// <param name="clock">Measures delays.</param>
    public static ProxyConnection Open(
        int number, Socket client, EndPoint server, Func<ProxiedFrame, FrameAction> take, Action<Exception> fail, TimeProvider clock)
    {
        var connection = new ProxyConnection(number, client, take, fail, clock);
        connection._running = Task.Run(() => connection.RunAsync(server));
        return connection;
    }

    /// <summary>Breaks both ends.</summary>
    public void Cut() => _cut.Cancel();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _toClient.Dispose();
        _toServer.Dispose();
        _cut.Dispose();
    }

    private async Task RunAsync(EndPoint server)
    {
        try
        {
            _client.NoDelay = true;
            await _server.ConnectAsync(server, _cut.Token).ConfigureAwait(false);
            await Task.WhenAll(CarryAsync(_client, FrameDirection.ToServer), CarryAsync(_server, FrameDirection.ToClient)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The server is not there: the client sees its connection end.
            if (e is not (SocketException or OperationCanceledException)) _fail(e);
        }
        finally
        {
            _client.Dispose();
            _server.Dispose();
        }
    }

    private async Task CarryAsync(Socket from, FrameDirection direction)
    {
        var reader = PipeReader.Create(new NetworkStream(from, ownsSocket: false));
        var command = new RemotingCommand();
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(_cut.Token).ConfigureAwait(false);
                var rest = read.Buffer;
                while (true)
                {
                    var before = rest;
                    var found = RemotingFrame.TryRead(ref rest, command, int.MaxValue, out var error);
                    if (found == FrameReadResult.Malformed) throw new InvalidDataException($"What came {direction} is no frame: {error}.");
                    if (found == FrameReadResult.Incomplete) break;
                    var bytes = before.Slice(0, before.Length - rest.Length).ToArray();
                    await ActAsync(direction, new ProxiedFrame(_number, direction, command, bytes)).ConfigureAwait(false);
                }

                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted) break;
            }
        }
        catch (Exception e)
        {
            // One end broke, or was cut, also because the rule threw. All else is a fault.
            if (e is not (IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException)) _fail(e);
        }
        finally
        {
            // One end is gone: the other one goes too, as with a direct connection.
            await _cut.CancelAsync().ConfigureAwait(false);
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task ActAsync(FrameDirection direction, ProxiedFrame frame)
    {
        FrameAction action;
        try
        {
            action = _take(frame);
        }
        catch (Exception e)
        {
            _fail(e);
            throw new OperationCanceledException("The rule threw.", e);
        }

        if (action.DelayTime > TimeSpan.Zero) await Task.Delay(action.DelayTime, _clock, _cut.Token).ConfigureAwait(false);
        if (action.PassesOn) await SendAsync(direction, frame.Bytes).ConfigureAwait(false);
        foreach (var forward in action.ForwardFrames) await SendAsync(direction, forward).ConfigureAwait(false);
        foreach (var back in action.BackFrames) await SendAsync(direction == FrameDirection.ToServer ? FrameDirection.ToClient : FrameDirection.ToServer, back).ConfigureAwait(false);
        if (action.IsCut) Cut();
    }

    // Both loops may write to one end: an answer in the peer's place goes against the stream.
    private async Task SendAsync(FrameDirection direction, ReadOnlyMemory<byte> bytes)
    {
        var (socket, gate) = direction == FrameDirection.ToServer ? (_server, _toServer) : (_client, _toClient);
        await gate.WaitAsync(_cut.Token).ConfigureAwait(false);
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, _cut.Token).ConfigureAwait(false)..];
        }
        finally
        {
            gate.Release();
        }
    }
}
