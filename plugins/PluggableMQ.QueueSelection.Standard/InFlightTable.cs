using System.Collections.Concurrent;
using PluggableMQ.Abstractions;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The counts of sends under way, by queue. Bounded: when it is full, queues without any make room, at most once a period; queues beyond the bound are not counted.</summary>
internal sealed class InFlightTable(int maxQueues)
{
    private readonly ConcurrentDictionary<MessageQueue, InFlightCount> _counts = new();
    private readonly Lock _gate = new();
    private int _count;
    private uint _cleanedIn;

    /// <summary>How many queues are counted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Sends to a queue that are under way.</summary>
    public int Get(MessageQueue queue, uint period) => _counts.TryGetValue(queue, out var count) ? count.Get(period) : 0;

    /// <summary>A send to a queue begins.</summary>
    public void Add(MessageQueue queue, uint period)
    {
        if (_counts.TryGetValue(queue, out var count) || TryTrack(queue, period, out count)) count.Add(period);
    }

    /// <summary>A send that began in a period has ended.</summary>
    public void Remove(MessageQueue queue, uint period, uint begunIn)
    {
        if (_counts.TryGetValue(queue, out var count)) count.Remove(period, begunIn);
    }

    private bool TryTrack(MessageQueue queue, uint period, out InFlightCount count)
    {
        lock (_gate)
        {
            if (_counts.TryGetValue(queue, out count!)) return true;
            if (_count >= maxQueues && !TryMakeRoom(period)) return false;
            count = _counts[queue] = new InFlightCount();
            _count++;
            return true;
        }
    }

    private bool TryMakeRoom(uint period)
    {
        if (_cleanedIn == period) return false;
        _cleanedIn = period;
        foreach (var (queue, count) in _counts)
        {
            if (count.Get(period) == 0 && _counts.TryRemove(queue, out _)) _count--;
        }

        return _count < maxQueues;
    }
}
