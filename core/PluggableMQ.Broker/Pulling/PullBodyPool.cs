using System.Collections.Concurrent;

namespace PluggableMQ.Broker.Pulling;

/// <summary>Keeps pull bodies for reuse, as many as are in use at a time but no more than a bound.</summary>
internal sealed class PullBodyPool
{
    private const int Capacity = 256;

    private readonly ConcurrentQueue<PullBody> _free = new();
    private PullBody? _last;
    private int _count;

    public PullBody Rent()
    {
        if (Interlocked.Exchange(ref _last, null) is { } last) return last;
        if (!_free.TryDequeue(out var body)) return new PullBody(this);
        Interlocked.Decrement(ref _count);
        return body;
    }

    public void Return(PullBody body)
    {
        if (Interlocked.CompareExchange(ref _last, body, null) is null) return;
        if (Interlocked.Increment(ref _count) <= Capacity) _free.Enqueue(body);
        else Interlocked.Decrement(ref _count);
    }
}
