using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Scheduling;

namespace PluggableMQ.Broker.Pulling;

/// <summary>Holds pulls that found nothing until a message comes or their time is over (<c>PullRequestHoldService</c>).</summary>
/// <remarks>Bounded: when as many are held as the capacity allows, a further pull is answered at once.</remarks>
internal sealed class PullHoldService : IMessageArrivalListener, IAsyncDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Topic, int QueueId), HeldPulls> _queues = new();
    private readonly int _capacity;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private PeriodicTask? _sweep;
    private int _count;

    public PullHoldService(int capacity, TimeProvider clock, ILogger logger)
    {
        _capacity = capacity;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>How many pulls are held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Begins to look for pulls whose time is over, each 5 seconds as Java does.</summary>
    public void Start(IMessageReader reader)
        => _sweep = new PeriodicTask("pull time-outs", SweepPeriod, SweepPeriod, _ => { Sweep(reader); return default; }, _clock, _logger);

    /// <summary>Holds a pull.</summary>
    /// <returns>False when too many are held already.</returns>
    public bool TryHold(HeldPull pull)
    {
        if (Interlocked.Increment(ref _count) > _capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        while (!_queues.GetOrAdd((pull.Topic, pull.QueueId), static key => new HeldPulls(key.Topic, key.QueueId)).TryAdd(pull))
        {
            // The list was retired between the two calls; the next turn finds or makes another.
        }

        return true;
    }

    /// <summary>Wakes the pulls that wait for what a queue has got, whatever their filters want.</summary>
    public void OnGrown(string topic, int queueId, long queueEnd)
    {
        if (_queues.TryGetValue((topic, queueId), out var queue))
            Interlocked.Add(ref _count, -queue.Sweep(long.MinValue, queueEnd, retire: false, out _));
    }

    /// <inheritdoc/>
    public void OnArrived(in MessageArrival arrival)
    {
        // Nobody waits: the common case of a busy queue, and the cost of every append.
        if (Volatile.Read(ref _count) == 0 || !_queues.TryGetValue((arrival.Topic, arrival.QueueId), out var queue)) return;
        var woken = queue.Wake(arrival.QueueOffset + 1, arrival.TagsCode);
        if (woken > 0) Interlocked.Add(ref _count, -woken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sweep?.DisposeAsync() ?? default;

    private void Sweep(IMessageReader reader)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (key, queue) in _queues)
        {
            var removed = queue.Sweep(now, reader.GetMaxOffset(key.Topic, key.QueueId), retire: true, out var retired);
            if (retired) _queues.TryRemove(new KeyValuePair<(string, int), HeldPulls>(key, queue));
            Interlocked.Add(ref _count, -removed);
        }
    }
}
