namespace PluggableMQ.Storage.Shared;

/// <summary>The last ten minutes of the counters, a sample a second, for rates (<c>StoreStatsService</c>'s call snapshots).</summary>
internal sealed class RateWindow
{
    private const int Length = 601;

    private readonly Lock _lock = new();
    private readonly Sample[] _samples = new Sample[Length];
    private int _count;

    /// <summary>Adds a sample.</summary>
    public void Add(in Sample sample)
    {
        lock (_lock) _samples[_count++ % Length] = sample;
    }

    /// <summary>The rate of a counter over the last 10 s, minute and ten minutes as RocketMQ prints it; what is not known yet is left empty.</summary>
    /// <param name="counter">Picks the counter.</param>
    public string Format(Func<Sample, long> counter)
    {
        lock (_lock) return $"{Format(counter, 10)} {Format(counter, 60)} {Format(counter, 600)}";
    }

    private string Format(Func<Sample, long> counter, int seconds)
    {
        if (_count <= seconds) return "";
        var last = _samples[(_count - 1) % Length];
        var first = _samples[(_count - 1 - seconds) % Length];
        var milliseconds = last.Milliseconds - first.Milliseconds;
        return JavaText.OfDouble(milliseconds <= 0 ? 0 : (counter(last) - counter(first)) * 1000.0 / milliseconds);
    }

    /// <summary>The counters at a moment.</summary>
    public readonly record struct Sample(long Milliseconds, long Put, long Found, long Miss, long Transferred);
}
