using System.Net;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Calls;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Output;

namespace PluggableMQ.Remoting;

/// <summary>One open connection, on either side of it (<c>Channel</c>): frames go both ways, and either side may send requests.
/// Thread-safe.</summary>
public sealed partial class RemotingConnection
{
    private readonly RemotingRuntime _runtime;
    private readonly ITransportConnection _transport;
    private readonly FrameOutput _output;
    private readonly PendingCalls _calls;
    private readonly UnsentQueue _unsent;
    private readonly CancellationTokenSource _closed;
    private RequestContext? _spareContext;
    private string? _abortReason;
    private long _seenActivity;
    private long _idleSince;
    private Task _loop = Task.CompletedTask;

    internal RemotingConnection(RemotingRuntime runtime, ITransportConnection transport)
    {
        _runtime = runtime;
        _transport = transport;
        _output = new FrameOutput(transport.Transport.Output, runtime.Limits.MaxUnsentBytes) { Refill = () => _unsent!.Drain() };
        _calls = new PendingCalls(runtime.Sweeper, runtime.Limits.MaxPendingCalls, runtime.Limits.InlineContinuations) { Output = _output };
        _unsent = _calls.Unsent = new UnsentQueue(this, _calls, _output);
        _idleSince = runtime.Clock.GetTimestamp();
        RemoteAddress = transport.RemoteEndPoint.ToString();
        // Its own token: it is cancelled before anybody is told of the close, whatever the transport's timing.
        _closed = CancellationTokenSource.CreateLinkedTokenSource(transport.Closed);
        Closed = _closed.Token;
    }

    /// <summary>A short id, unique in this process.</summary>
    public string Id => _transport.Id;

    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>The peer's address as <c>ip:port</c>.</summary>
    public string RemoteAddress { get; }

    /// <summary>This side's address.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>Cancelled once the connection is closed by either side.</summary>
    public CancellationToken Closed { get; }

    internal FrameOutput Output => _output;

    internal PendingCalls Calls => _calls;

    /// <summary>Ends when the connection is closed and everything of it is cleaned up.</summary>
    internal Task Completion => _loop;

    /// <summary>Whether the connection no longer takes frames.</summary>
    internal bool IsClosed => Closed.IsCancellationRequested;

    /// <summary>Sends a response or a one-way request that nobody waits for. The frame is encoded before this returns and may then be
    /// reused; its <see cref="RemotingCommand.BodySource"/> is released.</summary>
    /// <param name="frame">The frame, with its opaque set.</param>
    /// <returns>A completed task. A frame for a closed connection is dropped. A peer that lets more wait than the bound is
    /// disconnected.</returns>
    public ValueTask SendAsync(RemotingCommand frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        WriteResponse(frame, flush: true);
        return default;
    }

    /// <summary>Closes at once: what was not sent is dropped, and all calls that wait for a response fail.</summary>
    /// <param name="reason">Why, for logs and for the callers.</param>
    public void Abort(string reason)
    {
        if (Cut(reason)) RemotingLog.Aborted(_runtime.Logger, RemoteAddress, reason);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {RemoteAddress}";

    /// <summary>Starts to read.</summary>
    internal void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Stops reading, sends what has been written and closes.</summary>
    internal Task CloseAsync()
    {
        _stopping = true;
        _transport.Transport.Input.CancelPendingRead();
        return _loop;
    }

    /// <summary>Stops reading; the connection stays open for answers until it is closed.</summary>
    internal void StopReading()
    {
        _lingering = true;
        _stopping = true;
        _transport.Transport.Input.CancelPendingRead();
    }

    /// <summary>Writes a response. One that cannot be written becomes an error; too much that waits closes the connection.</summary>
    internal void WriteResponse(RemotingCommand response, bool flush)
    {
        try
        {
            RemotingRuntime.MakeEncodable(response);
            if (response.BodyLength > _runtime.MaxBodyLength)
                throw new InvalidOperationException(
                    $"the body of {response.BodyLength} bytes is larger than a frame may be ({_runtime.Limits.MaxFrameLength} bytes)");
            TryWriteResponse(response, flush);
        }
        catch (Exception e)
        {
            RemotingLog.WriteFailed(_runtime.Logger, e, response.Code, RemoteAddress);
            OnWriteFailed(response, e);
            response.ReleaseBody();
            response.Fields.Clear();
            response.SerializeType = SerializeType.Json;
            response.SetResult(ResponseCode.SystemError, $"The response could not be encoded: {e.Message}");
            TryWriteResponse(response, flush);
        }
    }

    private void TryWriteResponse(RemotingCommand response, bool flush)
    {
        var outcome = _output.WriteAnswer(response, flush);
        if (outcome == WriteOutcome.Written) return;
        response.ReleaseBody();
        if (outcome == WriteOutcome.Overflow)
            Abort($"the peer does not read: more than {_runtime.Limits.MaxUnsentBytes} bytes of answers wait for it");
    }

    /// <summary>Closes the connection when nothing has moved for too long.</summary>
    internal void CheckIdle(long now)
    {
        var activity = _batches + _output.Flushes;
        if (activity != _seenActivity)
        {
            _seenActivity = activity;
            _idleSince = now;
        }
        else if (_runtime.Clock.GetElapsedTime(_idleSince, now) >= _runtime.Limits.IdleTimeout)
        {
            RemotingLog.Idle(_runtime.Logger, RemoteAddress, _runtime.Limits.IdleTimeout);
            Cut($"idle for {_runtime.Limits.IdleTimeout.TotalSeconds:0} s");
        }
    }

    internal void Return(RequestContext context)
    {
        if (Interlocked.CompareExchange(ref _spareContext, context, null) is not null) _runtime.Return(context);
    }

    /// <summary>Deals with a frame that could not be encoded; one of which a part is in the pipe breaks the connection.</summary>
    /// <returns>What the caller of a request is told.</returns>
    internal RemotingSendException OnWriteFailed(RemotingCommand frame, Exception cause)
    {
        if (_output.IsClosed) Abort($"a frame was written in part: {cause.GetType().Name}: {cause.Message}");
        return new(RemoteAddress, $"Request code {frame.Code} to {RemoteAddress} could not be written: {cause.Message}", cause);
    }

    private bool Cut(string reason)
    {
        if (_closing || Interlocked.CompareExchange(ref _abortReason, reason, null) is not null) return false;
        // First the output: the transport may not be written to once it is being torn down.
        _output.Close();
        _ = _closed.CancelAsync();
        _transport.Abort(new RemotingException(RemoteAddress, reason));
        _transport.Transport.Input.CancelPendingRead();
        return true;
    }
}
