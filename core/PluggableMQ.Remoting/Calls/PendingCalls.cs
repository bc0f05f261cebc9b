using PluggableMQ.Remoting.Output;

namespace PluggableMQ.Remoting.Calls;

/// <summary>The requests of one connection that wait for their response, by opaque, with a pool of their objects. Thread-safe.</summary>
internal sealed class PendingCalls(CallSweeper sweeper, int capacity, bool inlineContinuations)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, PendingCall> _calls = [];
    private readonly Gate _room = new();
    private PendingCall? _free;
    private bool _full;
    private bool _closed;
    private int _resuming;

    /// <summary>Where requests of these calls wait that cannot be written yet.</summary>
    public UnsentQueue Unsent { get; set; } = null!;

    /// <summary>Where the requests are written.</summary>
    public FrameOutput Output { get; set; } = null!;

    /// <summary>Whether callers are about to go on with their responses, and so may send next: a request written meanwhile need not be flushed, since
    /// the last of them flushes.</summary>
    public bool AreCallersResuming => Volatile.Read(ref _resuming) > 0;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _calls.Count;
        }
    }

    /// <summary>Adds a call; null when there is no room, or the connection is closed.</summary>
    public PendingCall? TryAdd(int opaque, long deadline, TimeSpan timeout)
    {
        PendingCall call;
        bool due;
        lock (_gate)
        {
            if (_closed) return null;
            if (_calls.Count >= capacity)
            {
                _full = true;
                return null;
            }

            call = _free ?? new PendingCall(this, inlineContinuations);
            _free = call.Next;
            call.Next = null;
            call.Opaque = opaque;
            call.Deadline = deadline;
            call.Timeout = timeout;
            if (!_calls.TryAdd(opaque, call))
                throw new InvalidOperationException($"Opaque {opaque} is in use: 2^32 requests were sent while one still waits.");
            // Looked at under the lock: a sweep that misses this call has already asked to be told of it.
            due = deadline < sweeper.NextSweep;
        }

        if (due) sweeper.Schedule(deadline);
        return call;
    }

    /// <summary>Whether this very call still waits.</summary>
    public bool Contains(PendingCall call)
    {
        lock (_gate) return _calls.TryGetValue(call.Opaque, out var found) && found == call;
    }

    /// <summary>Takes out the call of an opaque.</summary>
    public PendingCall? TryTake(int opaque)
    {
        PendingCall? call;
        bool open;
        lock (_gate)
        {
            if (!_calls.Remove(opaque, out call)) return null;
            open = HasRoom();
        }

        if (open) _room.Open();
        return call;
    }

    /// <summary>Takes out this very call.</summary>
    public bool TryTake(PendingCall call)
    {
        bool open;
        lock (_gate)
        {
            if (!_calls.TryGetValue(call.Opaque, out var found) || found != call) return false;
            _calls.Remove(call.Opaque);
            open = HasRoom();
        }

        if (open) _room.Open();
        return true;
    }

    /// <summary>Takes out what is past its deadline.</summary>
    /// <param name="now">The present.</param>
    /// <param name="expired">Receives the expired calls.</param>
    /// <returns>The earliest deadline of those that stay.</returns>
    public long TakeExpired(long now, List<PendingCall> expired)
    {
        var earliest = long.MaxValue;
        bool open;
        lock (_gate)
        {
            foreach (var (opaque, call) in _calls)
            {
                if (call.Deadline > now)
                {
                    earliest = Math.Min(earliest, call.Deadline);
                    continue;
                }

                // A dictionary may be removed from while it is enumerated.
                _calls.Remove(opaque);
                expired.Add(call);
            }

            open = HasRoom();
        }

        if (open) _room.Open();
        return earliest;
    }

    /// <summary>Takes out everything; nothing can be added from now on.</summary>
    public PendingCall[] Close()
    {
        PendingCall[] calls;
        lock (_gate)
        {
            _closed = true;
            calls = [.. _calls.Values];
            _calls.Clear();
        }

        _room.Open();
        return calls;
    }

    /// <summary>A task that ends when there is room again.</summary>
    public Task WaitForRoomAsync()
    {
        var opening = _room.NextOpening;
        lock (_gate) return _closed || _calls.Count < capacity ? Task.CompletedTask : opening;
    }

    /// <summary>Puts an object back into the pool.</summary>
    public void Return(PendingCall call)
    {
        lock (_gate)
        {
            call.Next = _free;
            _free = call;
        }
    }

    /// <summary>Notes that a caller has its response and goes on when the thread pool comes to it.</summary>
    public void BeginResumption() => Interlocked.Increment(ref _resuming);

    /// <summary>Notes that a caller goes on. The last one flushes what those before it have written, as it may write nothing itself.</summary>
    public void EndResumption()
    {
        if (Interlocked.Decrement(ref _resuming) == 0) Output.Flush();
    }

    // Opens only when an eighth is free, so that a crowd of waiters is not woken for each place.
    private bool HasRoom()
    {
        if (!_full || _calls.Count > capacity - (capacity / 8) - 1) return false;
        _full = false;
        return true;
    }
}
