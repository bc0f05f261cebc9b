namespace PluggableMQ.Remoting;

/// <summary>A class of requests that share one bound, as the handler thread pools do in RocketMQ. Beyond the bound a request is answered
/// with code 2 (<c>SYSTEM_BUSY</c>). Thread-safe.</summary>
public sealed class RequestClass
{
    private int _inFlight;

    /// <summary>Makes a class.</summary>
    /// <param name="name">The name, for logs and metrics.</param>
    /// <param name="capacity">How many requests may be in work at once, at least 1.</param>
    /// <param name="inline">Whether requests start on the connection's read loop; otherwise on the thread pool, with the body
    /// copied.</param>
    public RequestClass(string name, int capacity, bool inline)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Name = name;
        Capacity = capacity;
        Inline = inline;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>How many requests may be in work at once.</summary>
    public int Capacity { get; }

    /// <summary>Whether requests start on the connection's read loop.</summary>
    public bool Inline { get; }

    /// <summary>How many requests are in work now. A request that an inline processor completes at once is not counted.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Takes a place, if one is free.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= Capacity) return true;
        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    /// <summary>Takes a place for a request that has started already.</summary>
    internal void Enter() => Interlocked.Increment(ref _inFlight);

    /// <summary>Gives a place back.</summary>
    internal void Exit() => Interlocked.Decrement(ref _inFlight);
}
