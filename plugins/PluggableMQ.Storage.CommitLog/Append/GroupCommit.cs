using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.CommitLog.Append;

/// <summary>Lets appends wait for the disk together: one flush serves all that came while the one before it ran (<c>GroupCommitService</c>).</summary>
internal sealed class GroupCommit : IDisposable
{
    // More waiting appends than this are rare; what is not kept is collected.
    private const int PoolSize = 1024;

    private readonly Lock _lock = new();
    private readonly Stack<PendingFlush> _pool = new(PoolSize);
    private readonly TimeProvider _clock;
    private readonly long _timeout;
    private readonly ITimer _watchdog;
    private List<PendingFlush> _waiting = new(64);
    private List<PendingFlush> _inFlight = new(64);
    private long _flushed = long.MinValue;
    private bool _closed;

    /// <summary>Makes it.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="timeout">How long an append waits at most (<c>syncFlushTimeout</c>).</param>
    public GroupCommit(TimeProvider clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = (long)(timeout.TotalSeconds * clock.TimestampFrequency);
        // The flushing thread may hang in the disk, so someone else looks at the deadlines.
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 10, 10, 500));
        _watchdog = clock.CreateTimer(static state => ((GroupCommit)state!).ExpireLate(), this, period, period);
    }

    /// <summary>Waits until the log is on disk up to an offset.</summary>
    /// <param name="result">What the append answers then.</param>
    /// <param name="endOffset">The offset.</param>
    public ValueTask<AppendResult> WaitAsync(in AppendResult result, long endOffset)
    {
        var deadline = _clock.GetTimestamp() + _timeout;
        lock (_lock)
        {
            if (_closed) return new ValueTask<AppendResult>(result with { Status = GetStatus(endOffset) });
            if (!_pool.TryPop(out var pending)) pending = new PendingFlush(this);
            var task = pending.Begin(result, endOffset, deadline);
            _waiting.Add(pending);
            return task;
        }
    }

    /// <summary>Flushes, and answers those that were waiting before. For the flushing thread.</summary>
    /// <param name="flush">Flushes the log and returns the offset before which all is on disk.</param>
    public void Commit(Func<long> flush)
    {
        lock (_lock) (_waiting, _inFlight) = (_inFlight, _waiting);
        var flushed = long.MinValue;
        try
        {
            flushed = flush();
        }
        finally
        {
            lock (_lock)
            {
                _flushed = flushed;
                Answer(_inFlight);
            }
        }
    }

    /// <summary>Says that no flush follows: answers those that wait, and at once those that come later, by what is on disk.</summary>
    /// <remarks>An append waits outside the store's lock, so one that was stored before the last flush may come after it.</remarks>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Answer(_waiting);
        }
    }

    /// <summary>Takes back what nobody waits for any more.</summary>
    public void Return(PendingFlush pending)
    {
        lock (_lock)
        {
            if (!pending.IsAbandoned && _pool.Count < PoolSize) _pool.Push(pending);
        }
    }

    public void Dispose()
    {
        Close();
        _watchdog.Dispose();
    }

    private AppendStatus GetStatus(long endOffset) => _flushed >= endOffset ? AppendStatus.Ok : AppendStatus.FlushDiskTimeout;

    private void Answer(List<PendingFlush> list)
    {
        foreach (var pending in list) pending.Complete(GetStatus(pending.EndOffset), abandon: false);
        list.Clear();
    }

    private void ExpireLate()
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            Expire(_waiting, now);
            Expire(_inFlight, now);
        }
    }

    private static void Expire(List<PendingFlush> list, long now)
    {
        foreach (var pending in list)
        {
            if (pending.Deadline <= now) pending.Complete(AppendStatus.FlushDiskTimeout, abandon: true);
        }
    }
}
