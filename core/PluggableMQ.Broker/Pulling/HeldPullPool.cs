using System.Collections.Concurrent;

namespace PluggableMQ.Broker.Pulling;

/// <summary>Keeps held pulls for reuse, up to a bound: a consumer that keeps up holds a pull for every message.</summary>
internal sealed class HeldPullPool
{
    private const int Capacity = 1024;

    private readonly ConcurrentQueue<HeldPull> _free = new();
    private int _count;

    public HeldPull Rent()
    {
        if (!_free.TryDequeue(out var pull)) return new HeldPull(this);
        Interlocked.Decrement(ref _count);
        return pull;
    }

    public void Return(HeldPull pull)
    {
        if (Interlocked.Increment(ref _count) <= Capacity) _free.Enqueue(pull);
        else Interlocked.Decrement(ref _count);
    }
}
