using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Broker.Statistics;

/// <summary>A counter's value each second for ten minutes (<c>StoreStatsService</c>).</summary>
internal sealed class RateHistory
{
    private const int Capacity = 601;

    private readonly Lock _gate = new();
    private readonly (long Timestamp, long Value)[] _samples = new (long, long)[Capacity];
    private int _count;
    private int _next;

    public void Sample(long now, long value)
    {
        lock (_gate)
        {
            _samples[_next] = (now, value);
            _next = (_next + 1) % Capacity;
            if (_count < Capacity) _count++;
        }
    }

    /// <summary>The rate for each second over a time; null while there are no samples so old.</summary>
    public double? GetRate(int seconds)
    {
        lock (_gate)
        {
            if (_count <= seconds) return null;
            var last = _samples[(_next + Capacity - 1) % Capacity];
            var first = _samples[(_next + Capacity - 1 - seconds) % Capacity];
            return last.Timestamp > first.Timestamp ? (last.Value - first.Value) * 1000.0 / (last.Timestamp - first.Timestamp) : 0;
        }
    }

    /// <summary>
    /// The rates over 10 seconds, a minute and ten minutes as Java writes them: separated by a space, nothing for one that is not known
    /// yet.
    /// </summary>
    public string Describe() => $"{Text(10)} {Text(60)} {Text(600)}";

    private string Text(int seconds) => GetRate(seconds) is { } rate ? JavaDouble.ToText(rate) : "";
}
