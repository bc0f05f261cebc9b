using System.Diagnostics;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>What a benchmark counts while it runs.</summary>
internal sealed class BenchMeter
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _messages;
    private long _errors;
    private string? _firstError;

    /// <summary>Latencies of single requests.</summary>
    public LatencyHistogram Latencies { get; } = new();

    public long Messages => Volatile.Read(ref _messages);

    public long Errors => Volatile.Read(ref _errors);

    public string? FirstError => Volatile.Read(ref _firstError);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public void AddMessages(long count) => Interlocked.Add(ref _messages, count);

    public void AddError(Exception error)
    {
        Interlocked.Increment(ref _errors);
        Interlocked.CompareExchange(ref _firstError, error.Message, null);
    }

    public BenchReport ToReport(string name) => new(
        name, Messages, Errors, Elapsed.TotalSeconds, Messages / Math.Max(Elapsed.TotalSeconds, 0.001),
        Latencies.GetPercentile(0.5), Latencies.GetPercentile(0.99), Latencies.GetPercentile(0.999), FirstError);
}
