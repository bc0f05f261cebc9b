using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>A connection that sends bytes as they are and sorts what comes back: responses by opaque, the rest as notifications.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<RemotingCommand>> _responses = new();
    private readonly ConcurrentQueue<RemotingCommand> _notifications = new();
    private readonly ITransportConnection _transport;
    private readonly AnswerCounter? _counter;
    private readonly Task _reading;

    private RawConnection(ITransportConnection transport, AnswerCounter? counter)
    {
        _counter = counter;
        _transport = transport;
        _reading = ReadAsync();
    }

    /// <summary>This side's address, as the broker sees it.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>Requests that the broker sent by itself.</summary>
    public IReadOnlyCollection<RemotingCommand> Notifications => _notifications;

    /// <summary>Ends when the broker has closed the connection.</summary>
    public Task Closed => _reading;

    public static async Task<RawConnection> OpenAsync(TestBroker broker, AnswerCounter? counter = null, string? address = null)
    {
        var endpoint = TransportEndpoint.Parse(address ?? broker.Address);
        return new RawConnection(await broker.Transports.Resolve(endpoint).ConnectAsync(endpoint, CancellationToken.None), counter);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _transport.Transport.Output.WriteAsync(bytes);

    public Task<RemotingCommand> ResponseAsync(int opaque) => Pending(opaque).Task;

    public async ValueTask DisposeAsync()
    {
        _transport.Abort();
        await _reading;
        await _transport.DisposeAsync();
    }

    private TaskCompletionSource<RemotingCommand> Pending(int opaque)
        => _responses.GetOrAdd(
            opaque, static _ => new TaskCompletionSource<RemotingCommand>(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Take(RemotingCommand command)
    {
        if (!command.IsResponse)
        {
            _notifications.Enqueue(command);
            return;
        }

        Pending(command.Opaque).TrySetResult(command);
        _counter?.Add();
    }

    private async Task ReadAsync()
    {
        try
        {
            var input = _transport.Transport.Input;
            while (true)
            {
                var read = await input.ReadAsync();
                var buffer = read.Buffer;
                var command = new RemotingCommand();
                while (RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _) == FrameReadResult.Frame)
                {
                    command.Body = new ReadOnlySequence<byte>(command.Body.ToArray());
                    Take(command);
                    command = new RemotingCommand();
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The connection was aborted, by this side or the other.
        }
    }
}
