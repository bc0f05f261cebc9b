namespace PluggableMQ.Remoting.Dispatch;

/// <summary>Counts requests in work, so that a stop can wait for them. Thread-safe.</summary>
internal sealed class InFlight
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private volatile bool _draining;

    public int Count => Volatile.Read(ref _count);

    public void Enter() => Interlocked.Increment(ref _count);

    public void Exit()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _draining) _idle.TrySetResult();
    }

    /// <summary>Ends when nothing is in work; nothing new may start.</summary>
    public Task DrainAsync()
    {
        _draining = true;
        Interlocked.MemoryBarrier();
        if (Count == 0) _idle.TrySetResult();
        return _idle.Task;
    }
}
