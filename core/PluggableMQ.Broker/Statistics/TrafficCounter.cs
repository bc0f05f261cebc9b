namespace PluggableMQ.Broker.Statistics;

/// <summary>Counts calls, messages and bytes. Adding is lock-free.</summary>
internal sealed class TrafficCounter
{
    private long _calls;
    private long _messages;
    private long _bytes;

    public long Calls => Volatile.Read(ref _calls);

    public long Messages => Volatile.Read(ref _messages);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The history that VIEW_BROKER_STATS_DATA (315) is answered from; filled by the sampler.</summary>
    public TrafficHistory History { get; } = new();

    public void Add(int messages, int bytes)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _messages, messages);
        Interlocked.Add(ref _bytes, bytes);
    }
}
