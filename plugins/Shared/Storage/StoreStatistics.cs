using System.Globalization;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.Shared;

/// <summary>Counts what a store does, for <c>GET_BROKER_RUNTIME_INFO</c> (<c>StoreStatsService</c>).</summary>
internal sealed class StoreStatistics : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly RateWindow _rates = new();
    private readonly LatencyBuckets _putLatency = new();
    private readonly ITimer _timer;
    private long _putCount;
    private long _putBytes;
    private long _failedCount;
    private long _foundCount;
    private long _missCount;
    private long _transferredCount;
    private long _longestGet;

    public StoreStatistics(TimeProvider clock)
    {
        _clock = clock;
        var second = TimeSpan.FromSeconds(1);
        Sample();
        _timer = clock.CreateTimer(static state => ((StoreStatistics)state!).Sample(), this, second, second);
    }

    /// <summary>Counts an append. Under the store's append lock.</summary>
    /// <param name="count">How many messages.</param>
    /// <param name="bytes">How many bytes.</param>
    /// <param name="startTimestamp">When it began, as a timestamp of the clock.</param>
    public void RecordPut(int count, int bytes, long startTimestamp)
    {
        _putLatency.Record((long)_clock.GetElapsedTime(startTimestamp).TotalMilliseconds);
        Volatile.Write(ref _putCount, _putCount + count);
        Volatile.Write(ref _putBytes, _putBytes + bytes);
    }

    /// <summary>Counts an append that failed.</summary>
    public void RecordFailure() => Interlocked.Increment(ref _failedCount);

    /// <summary>Counts a read.</summary>
    /// <param name="result">Its result.</param>
    /// <param name="startTimestamp">When it began, as a timestamp of the clock.</param>
    public void RecordGet(MessageReadResult result, long startTimestamp)
    {
        if (result.Status == MessageReadStatus.Found)
        {
            Interlocked.Increment(ref _foundCount);
            Interlocked.Add(ref _transferredCount, result.Count);
        }
        else
        {
            Interlocked.Increment(ref _missCount);
        }

        var elapsed = (long)_clock.GetElapsedTime(startTimestamp).TotalMilliseconds;
        // A lost race between two new maxima does no harm.
        if (elapsed > Volatile.Read(ref _longestGet)) Volatile.Write(ref _longestGet, elapsed);
    }

    /// <summary>Adds the counters under RocketMQ's names.</summary>
    public void Collect(IDictionary<string, string> info)
    {
        var puts = Volatile.Read(ref _putCount);
        var bytes = Volatile.Read(ref _putBytes);
        info["putMessageTimesTotal"] = Text(puts);
        info["putMessageFailedTimes"] = Text(Volatile.Read(ref _failedCount));
        info["putMessageSizeTotal"] = Text(bytes);
        info["putMessageAverageSize"] = JavaText.OfDouble(puts == 0 ? 0 : bytes / (double)puts);
        info["putMessageEntireTimeMax"] = Text(_putLatency.Maximum);
        info["getMessageEntireTimeMax"] = Text(Volatile.Read(ref _longestGet));
        info["putMessageDistributeTime"] = _putLatency.ToString();
        info["putLatency99"] = _putLatency.GetQuantile(0.99).ToString("F2", CultureInfo.InvariantCulture);
        info["putLatency999"] = _putLatency.GetQuantile(0.999).ToString("F2", CultureInfo.InvariantCulture);
        info["putTps"] = _rates.Format(static sample => sample.Put);
        info["getFoundTps"] = _rates.Format(static sample => sample.Found);
        info["getMissTps"] = _rates.Format(static sample => sample.Miss);
        info["getTotalTps"] = _rates.Format(static sample => sample.Found + sample.Miss);
        info["getTransferedTps"] = _rates.Format(static sample => sample.Transferred);
        // A queue of RocketMQ's that this store does not need.
        info["dispatchMaxBuffer"] = "0";
    }

    public void Dispose() => _timer.Dispose();

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Sample() => _rates.Add(new RateWindow.Sample(
        _clock.GetUtcNow().ToUnixTimeMilliseconds(), Volatile.Read(ref _putCount), Volatile.Read(ref _foundCount),
        Volatile.Read(ref _missCount), Volatile.Read(ref _transferredCount)));
}
