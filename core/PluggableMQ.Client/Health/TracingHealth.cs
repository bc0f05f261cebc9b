using System.Collections.Concurrent;
using PluggableMQ.Client.Tracing;

namespace PluggableMQ.Client.Health;

/// <summary>How the trace dispatchers of all producers do. Thread-safe.</summary>
public sealed class TracingHealth
{
    // What goes wrong once for each record of a full queue need not be noted each time.
    private const string DroppedText = "It is slower than records come: the queue of a producer was full, and records were dropped.";

    private readonly ConcurrentDictionary<TraceQueue, bool> _queues = new();
    private readonly LastFault _lastFault;
    private readonly LastFault _lastDrop;
    private long _dropped;
    private long _failures;

    internal TracingHealth(TimeProvider clock)
    {
        _lastFault = new LastFault(clock);
        _lastDrop = new LastFault(clock);
    }

    /// <summary>Records that were dropped because a producer's queue was full.</summary>
    public long DroppedRecords => Volatile.Read(ref _dropped);

    /// <summary>Batches that the dispatcher threw for, or did not finish when its producer shut down.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>How many producers wait now for a dispatcher that has been busy with one batch for more than five seconds.</summary>
    public int Stuck => _queues.Count(static queue => queue.Key.IsStuck);

    /// <summary>What went wrong last; null when nothing did.</summary>
    public string? LastFault => Last.Text;

    /// <summary>How long ago that was.</summary>
    public TimeSpan? SinceLastFault => Last.Age;

    private LastFault Last => _lastDrop.Age is { } drop && !(_lastFault.Age < drop) ? _lastDrop : _lastFault;

    /// <summary>Begins anew: the dispatcher is another one. Producers that wait for the one before still count as stuck.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _dropped, 0);
        Interlocked.Exchange(ref _failures, 0);
        _lastFault.Clear();
        _lastDrop.Clear();
    }

    internal void Add(TraceQueue queue) => _queues[queue] = true;

    internal void Remove(TraceQueue queue) => _queues.TryRemove(queue, out _);

    internal void Dropped()
    {
        Interlocked.Increment(ref _dropped);
        if (!(_lastDrop.Age < TimeSpan.FromSeconds(1))) _lastDrop.Set(DroppedText);
    }

    internal void Failed(string reason)
    {
        Interlocked.Increment(ref _failures);
        _lastFault.Set(reason);
    }
}
