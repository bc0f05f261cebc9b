namespace PluggableMQ.Remoting.Calls;

/// <summary>Times calls out: one timer for all connections of a client or server, set to the earliest deadline.</summary>
internal sealed class CallSweeper : IDisposable
{
    // Sweeps look at every pending call, so they are not run more often than this.
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _clock;
    private readonly Func<long, long> _sweep;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _nextSweep = long.MaxValue;
    private bool _disposed;

    /// <summary>Makes the sweeper.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="sweep">Given the present, times calls out and returns the earliest deadline left.</param>
    public CallSweeper(TimeProvider clock, Func<long, long> sweep)
    {
        _clock = clock;
        _sweep = sweep;
        _timer = clock.CreateTimer(static state => ((CallSweeper)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the next sweep is due; a call with an earlier deadline must <see cref="Schedule"/>.</summary>
    public long NextSweep => Volatile.Read(ref _nextSweep);

    /// <summary>Makes sure that a sweep runs at a deadline.</summary>
    public void Schedule(long deadline)
    {
        lock (_gate)
        {
            if (_disposed || deadline >= _nextSweep) return;
            _nextSweep = deadline;
            var delay = _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);
            // Rounded up: timers count whole milliseconds, and an early sweep would find nothing.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(Math.Ceiling(delay.TotalMilliseconds), 0)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private void Sweep()
    {
        // Reset before the calls are looked at: a call added meanwhile sees it and schedules.
        Interlocked.Exchange(ref _nextSweep, long.MaxValue);
        var now = _clock.GetTimestamp();
        var earliest = _sweep(now);
        if (earliest == long.MaxValue) return;
        Schedule(Math.Max(earliest, now + (long)(Granularity.TotalSeconds * _clock.TimestampFrequency)));
    }
}
