using System.Globalization;
using System.Text;

namespace PluggableMQ.Storage.Shared;

/// <summary>How long appends took, by RocketMQ's thirteen ranges. Recorded by one thread at a time.</summary>
internal sealed class LatencyBuckets
{
    private static readonly (string Name, long UpTo)[] Ranges =
    [
        ("[<=0ms]", 0), ("[0~10ms]", 10), ("[10~50ms]", 50), ("[50~100ms]", 100), ("[100~200ms]", 200), ("[200~500ms]", 500),
        ("[500ms~1s]", 1000), ("[1~2s]", 2000), ("[2~3s]", 3000), ("[3~4s]", 4000), ("[4~5s]", 5000), ("[5~10s]", 10000), ("[10s~]", long.MaxValue),
    ];

    private readonly long[] _counts = new long[Ranges.Length];
    private long _maximum;

    /// <summary>The longest, in milliseconds.</summary>
    public long Maximum => Volatile.Read(ref _maximum);

    public void Record(long milliseconds)
    {
        var index = 0;
        while (milliseconds > Ranges[index].UpTo) index++;
        _counts[index]++;
        if (milliseconds > _maximum) _maximum = milliseconds;
    }

    /// <summary>The upper bound of the range in which a share of the appends ended, or the maximum if that is less.</summary>
    public long GetQuantile(double share)
    {
        var wanted = (long)Math.Ceiling(_counts.Sum() * share);
        var seen = 0L;
        for (var i = 0; i < Ranges.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted) return Math.Min(Ranges[i].UpTo, Maximum);
        }

        return Maximum;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Ranges.Length; i++) text.Append(CultureInfo.InvariantCulture, $"{Ranges[i].Name}:{_counts[i]} ");
        return text.ToString();
    }
}
