namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>What is known of one broker (<c>LatencyFaultToleranceImpl.FaultItem</c>). Written by every send, so without a lock: latency and start may stem from two sends.</summary>
internal sealed class FaultItem(string brokerName)
{
    private long _latencyTicks;
    private long _availableFrom;

    public string BrokerName { get; } = brokerName;

    /// <summary>How long the last send took, or what its failure counts as, in ticks of a <see cref="TimeSpan"/>.</summary>
    public long LatencyTicks => Volatile.Read(ref _latencyTicks);

    /// <summary>The clock's timestamp from which the broker is available again.</summary>
    public long AvailableFrom => Volatile.Read(ref _availableFrom);

    public void Set(long latencyTicks, long availableFrom)
    {
        Volatile.Write(ref _latencyTicks, latencyTicks);
        Volatile.Write(ref _availableFrom, availableFrom);
    }

    /// <summary>A copy that does not change while it is sorted.</summary>
    public Rank GetRank(long now) => new(BrokerName, AvailableFrom <= now, LatencyTicks, AvailableFrom);

    /// <summary>The order of <c>FaultItem.compareTo</c>: available first, then the lower latency, then the earlier start.</summary>
    internal readonly record struct Rank(string BrokerName, bool IsAvailable, long LatencyTicks, long AvailableFrom) : IComparable<Rank>
    {
        public int CompareTo(Rank other)
        {
            if (IsAvailable != other.IsAvailable) return IsAvailable ? -1 : 1;
            var byLatency = LatencyTicks.CompareTo(other.LatencyTicks);
            return byLatency != 0 ? byLatency : AvailableFrom.CompareTo(other.AvailableFrom);
        }
    }
}
