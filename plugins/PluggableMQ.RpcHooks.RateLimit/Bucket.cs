namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>A token bucket, kept as the time at which it will be full again (GCRA): one word, no lock, nothing to refill.</summary>
internal sealed class Bucket(Limit? limit)
{
    private long _fullAt;

    /// <summary>The limit; null when there is none.</summary>
    public Limit? Limit { get; } = limit;

    /// <summary>The metrics' tags of what it refuses; made at the first refusal.</summary>
    public KeyValuePair<string, object?>[]? Tags { get; set; }

    /// <summary>Takes as many tokens as there are messages.</summary>
    /// <remarks>A batch passes while there is a token for each of its messages, or, being larger than the burst, when the bucket is full: else it could
    /// never be sent. What it overdraws, the sends behind it wait for.</remarks>
    /// <param name="messages">At least 1.</param>
    /// <param name="now">Nanoseconds on the hook's clock.</param>
    /// <returns>False when the messages are too many; then none is taken.</returns>
    public bool TryTake(int messages, long now)
    {
        if (Limit is null) return true;
        var cost = (long)(Limit.Interval * messages);
        var room = Limit.Depth - Math.Min(cost, Limit.Depth);
        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            var fullAt = Math.Max(seen, now);
            if (fullAt - now > room) return false;
            if (Interlocked.CompareExchange(ref _fullAt, fullAt + cost, seen) == seen) return true;
        }
    }
}
