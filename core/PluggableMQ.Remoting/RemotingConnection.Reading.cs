using System.Buffers;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting;

public sealed partial class RemotingConnection
{
    private RemotingCommand _incoming = new();
    private volatile bool _stopping;
    private volatile bool _lingering;
    private volatile bool _closing;
    private long _batches;
    private long _received;
    private long _receivedBytes;

    /// <summary>How many frames have been received.</summary>
    internal long Received => Volatile.Read(ref _received);

    /// <summary>How many bytes have been received.</summary>
    internal long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    private async Task RunAsync()
    {
        Exception? failure = null;
        try
        {
            await ReadAsync();
        }
        catch (Exception e)
        {
            failure = e;
        }

        await EndAsync(failure);
    }

    private async Task ReadAsync()
    {
        var reader = _transport.Transport.Input;
        while (!_stopping)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            var length = buffer.Length;
            _batches++;
            while (!_stopping)
            {
                var found = RemotingFrame.TryRead(ref buffer, _incoming, _runtime.Limits.MaxFrameLength, out var error);
                if (found == FrameReadResult.Incomplete) break;
                if (found == FrameReadResult.Malformed)
                {
                    RemotingLog.Malformed(_runtime.Logger, RemoteAddress, error!);
                    throw new InvalidDataException($"Malformed frame from {RemoteAddress}: {error}.");
                }

                _received++;
                if (_incoming.IsResponse) OnResponse();
                else OnRequest();
                if (_output.IsFull && _runtime.Limits.WaitsForPeer) await _output.FlushAsync();
            }

            _receivedBytes += length - buffer.Length;
            FlushUnlessCallersResume();
            var taken = _output.WaitForPeerAsync();
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (_runtime.Limits.WaitsForPeer) await taken;
            if (result.IsCompleted || _abortReason is not null) return;
        }
    }

    private void OnResponse()
    {
        var response = _incoming;
        if (_calls.TryTake(response.Opaque) is not { } call)
        {
            RemotingLog.UnknownOpaque(_runtime.Logger, response.Opaque, RemoteAddress);
            return;
        }

        // The caller gets the frame itself, its body copied out of the receive buffer.
        _incoming = _runtime.RentCommand();
        _runtime.OwnBody(response);
        call.SetResult(response);
    }

    private void OnRequest()
    {
        var context = Interlocked.Exchange(ref _spareContext, null) ?? _runtime.RentContext();
        var request = _incoming;
        _incoming = context.Request;
        context.Request = request;
        context.Begin(this);
        if (!_runtime.Processors.TryFind(request.Code, out var entry))
        {
            context.Answer(ResponseCode.RequestCodeNotSupported, $" request type {request.Code} not supported", asJson: false);
            return;
        }

        var requestClass = entry.RequestClass;
        if (requestClass.Inline && requestClass.InFlight < requestClass.Capacity) context.Run(entry);
        else if (!requestClass.Inline && requestClass.TryEnter()) context.RunOnThreadPool(entry);
        else context.Answer(ResponseCode.SystemBusy, "[OVERLOAD]system busy, start flow control for a while", asJson: true);
    }

    private async Task EndAsync(Exception? failure)
    {
        // A server that drains closes the connection when the requests in work have been answered.
        if (_lingering && failure is null && _abortReason is null) await TryAsync(_runtime.InFlight.DrainAsync(), Closed);
        // Answers to what came before the end, or before a malformed frame, still go out.
        if (_abortReason is null) await TryAsync(_output.FlushAsync().AsTask(), Closed);
        _closing = true;
        _output.Close();
        _ = _closed.CancelAsync();
        if (_abortReason is { } reason) failure = new RemotingException(RemoteAddress, reason, failure);
        foreach (var call in _calls.Close())
        {
            call.SetException(new RemotingSendException(
                RemoteAddress, $"The connection to {RemoteAddress} closed before the response came: " +
                    $"{failure?.Message ?? "the peer closed it"}.", failure));
        }

        _runtime.Remove(this, failure);
        await DisposeTransportAsync();
    }

    // Waits, but not for ever, and whatever comes of it.
    private async Task TryAsync(Task task, CancellationToken cancellationToken)
        => await task.WaitAsync(_runtime.Limits.DrainTimeout, _runtime.Clock, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);

    private async Task DisposeTransportAsync()
    {
        try
        {
            // A peer that reads nothing must not hold up the close.
            var disposal = _transport.DisposeAsync().AsTask();
            await TryAsync(disposal, CancellationToken.None);
            if (disposal.IsCompleted) return;
            _transport.Abort();
            await disposal;
        }
        catch (Exception e)
        {
            RemotingLog.CloseFailed(_runtime.Logger, e, RemoteAddress);
        }
    }
}
