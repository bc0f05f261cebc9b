using System.Threading.Tasks.Sources;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.CommitLog.Append;

/// <summary>An append that waits for its flush. Pooled: given back when its result has been taken.</summary>
internal sealed class PendingFlush(GroupCommit owner) : IValueTaskSource<AppendResult>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<AppendResult> _core;
    private AppendResult _result;

    /// <summary>The offset up to which the log must be on disk.</summary>
    public long EndOffset { get; private set; }

    /// <summary>When it stops waiting, as a timestamp of the clock.</summary>
    public long Deadline { get; private set; }

    /// <summary>Whether its result is known. Under the owner's lock.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether the owner's lists may still hold it, so that it cannot be used again. Under the owner's lock.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Prepares it for an append. Under the owner's lock.</summary>
    public ValueTask<AppendResult> Begin(in AppendResult result, long endOffset, long deadline)
    {
        _core.Reset();
        _result = result;
        EndOffset = endOffset;
        Deadline = deadline;
        IsCompleted = false;
        return new ValueTask<AppendResult>(this, _core.Version);
    }

    /// <summary>Ends the waiting. Under the owner's lock. What awaits it goes on on the thread pool, so that it cannot hold up the next flush.</summary>
    public void Complete(AppendStatus status, bool abandon)
    {
        if (IsCompleted) return;
        IsCompleted = true;
        IsAbandoned = abandon;
        if (status != AppendStatus.Ok) _result = _result with { Status = status };
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(_result);

    AppendResult IValueTaskSource<AppendResult>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        owner.Return(this);
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<AppendResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<AppendResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);
}
