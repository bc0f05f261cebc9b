using System.Threading.Tasks.Sources;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Calls;

/// <summary>A request that waits for its response. Reused: whoever takes it out of <see cref="PendingCalls"/> completes it, once.</summary>
internal sealed class PendingCall(PendingCalls owner, bool inlineContinuations) : IValueTaskSource<RemotingCommand>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<RemotingCommand> _core = new() { RunContinuationsAsynchronously = !inlineContinuations };
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private volatile bool _isAwaited;
    private RemotingCommand? _response;

    /// <summary>The correlation id.</summary>
    public int Opaque { get; set; }

    /// <summary>When it times out, as a time stamp of the clock.</summary>
    public long Deadline { get; set; }

    /// <summary>The time-out, for the error's text.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>The request while it waits in <see cref="UnsentQueue"/>; guarded by that queue.</summary>
    public RemotingCommand? Unsent { get; set; }

    /// <summary>Whether the call is one-way: it ends when its request is written.</summary>
    public bool EndsWhenSent { get; set; }

    /// <summary>The next free one in the pool.</summary>
    public PendingCall? Next { get; set; }

    /// <summary>The caller's side; to be awaited once.</summary>
    public ValueTask<RemotingCommand> Task => new(this, _core.Version);

    /// <summary>Ends the call when a token is cancelled.</summary>
    public void CancelOn(CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled) return;
        _cancellation = cancellation;
        _registration = cancellation.UnsafeRegister(static state => ((PendingCall)state!).OnCancelled(), this);
    }

    /// <summary>Completes the call; the caller's code may run, so nothing may be touched afterwards.</summary>
    public void SetResult(RemotingCommand response)
    {
        if (Unsent is not null) owner.Unsent.Abandon(this);
        // Whoever has not begun to wait may never come for the response.
        if (!_isAwaited || inlineContinuations)
        {
            _core.SetResult(response);
            return;
        }

        _response = response;
        owner.BeginResumption();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Fails the call.</summary>
    public void SetException(Exception exception)
    {
        if (Unsent is not null) owner.Unsent.Abandon(this);
        _core.SetException(exception);
    }

    RemotingCommand IValueTaskSource<RemotingCommand>.GetResult(short token)
    {
        // Waits for a cancellation that is running: it must not meet the next user of this object.
        _registration.Dispose();
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RemotingCommand>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<RemotingCommand>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _isAwaited = true;
        _core.OnCompleted(continuation, state, token, flags);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var response = _response!;
        _response = null;
        // It is on the thread pool already.
        _core.RunContinuationsAsynchronously = false;
        owner.EndResumption();
        _core.SetResult(response);
    }

    private void OnCancelled()
    {
        if (owner.TryTake(this)) SetException(new OperationCanceledException(_cancellation));
    }

    private void Recycle()
    {
        _registration = default;
        _cancellation = default;
        EndsWhenSent = false;
        _isAwaited = false;
        _core.Reset();
        _core.RunContinuationsAsynchronously = !inlineContinuations;
        owner.Return(this);
    }
}
