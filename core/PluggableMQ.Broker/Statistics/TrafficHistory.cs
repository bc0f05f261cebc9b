namespace PluggableMQ.Broker.Statistics;

/// <summary>
/// Samples of a counter: each 10 s for the last minute, each 10 min for the last hour, each hour for the last day (<c>StatsItem</c>).
/// </summary>
internal sealed class TrafficHistory
{
    private readonly Lock _gate = new();
    private readonly Queue<TrafficSample> _minute = new(7);
    private readonly Queue<TrafficSample> _hour = new(7);
    private readonly Queue<TrafficSample> _day = new(25);

    public void SampleMinute(TrafficCounter counter, long now) => Add(_minute, 7, counter, now);

    public void SampleHour(TrafficCounter counter, long now) => Add(_hour, 7, counter, now);

    public void SampleDay(TrafficCounter counter, long now) => Add(_day, 25, counter, now);

    public TrafficSnapshot GetMinute(bool bytes) => Snapshot(_minute, bytes);

    public TrafficSnapshot GetHour(bool bytes) => Snapshot(_hour, bytes);

    public TrafficSnapshot GetDay(bool bytes) => Snapshot(_day, bytes);

    private void Add(Queue<TrafficSample> samples, int capacity, TrafficCounter counter, long now)
    {
        lock (_gate)
        {
            // Java starts each list with a zero, so that what came before the first sample counts.
            if (samples.Count == 0) samples.Enqueue(new TrafficSample(now - 10_000, 0, 0, 0));
            samples.Enqueue(new TrafficSample(now, counter.Calls, counter.Messages, counter.Bytes));
            while (samples.Count > capacity) samples.Dequeue();
        }
    }

    private TrafficSnapshot Snapshot(Queue<TrafficSample> samples, bool bytes)
    {
        lock (_gate)
        {
            if (samples.Count < 2) return default;
            var first = samples.Peek();
            var last = samples.Last();
            var sum = bytes ? last.Bytes - first.Bytes : last.Messages - first.Messages;
            var calls = last.Calls - first.Calls;
            var span = last.Timestamp - first.Timestamp;
            return new TrafficSnapshot(sum, span > 0 ? sum * 1000.0 / span : 0, calls > 0 ? sum / (double)calls : 0);
        }
    }

    private readonly record struct TrafficSample(long Timestamp, long Calls, long Messages, long Bytes);
}

/// <summary>What happened in a span of time (<c>StatsSnapshot</c>).</summary>
/// <param name="Sum">The total.</param>
/// <param name="Tps">The total for each second.</param>
/// <param name="AveragePerCall">The total for each call.</param>
internal readonly record struct TrafficSnapshot(long Sum, double Tps, double AveragePerCall);
