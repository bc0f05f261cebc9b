using System.Diagnostics;
using System.Numerics;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>Counts latencies in buckets whose width is at most 1/32 of their value, from 1 microsecond to over an hour.</summary>
/// <remarks>Concurrent adds are safe. Reading while others add gives a slightly blurred picture, which is what progress lines need.</remarks>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;
    private const int Magnitudes = 27;
    private readonly long[] _counts = new long[SubBuckets * (Magnitudes + 1)];

    /// <summary>Adds the time since a timestamp of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void AddSince(long startTimestamp) => Add((long)Stopwatch.GetElapsedTime(startTimestamp).TotalMicroseconds);

    /// <summary>Adds one latency.</summary>
    public void Add(long microseconds)
    {
        var index = Math.Min(IndexOf(Math.Max(0, microseconds)), _counts.Length - 1);
        Interlocked.Increment(ref _counts[index]);
    }

    /// <summary>The latency in milliseconds that this share of all latencies does not exceed; 0 when there are none.</summary>
    public double GetPercentile(double share)
    {
        var total = 0L;
        foreach (var count in _counts) total += count;
        if (total == 0) return 0;
        var rank = (long)Math.Ceiling(share * total);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return HighestOf(i) / 1000.0;
        }

        return HighestOf(_counts.Length - 1) / 1000.0;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets) return (int)value;
        var magnitude = BitOperations.Log2((ulong)value) - SubBucketBits + 1;
        return (magnitude * SubBuckets) + (int)(value >> magnitude);
    }

    private static long HighestOf(int index)
    {
        var magnitude = index / SubBuckets;
        var sub = index % SubBuckets;
        return magnitude == 0 ? sub : ((long)(sub + 1) << magnitude) - 1;
    }
}
