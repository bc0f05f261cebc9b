using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluggableMQ.Testing;

namespace PluggableMQ.Benchmarks;

/// <summary>How long a test waits for its embedded queue, once the process has had one: NameServer, broker and client, registered and ready. To be
/// well under 100 ms.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 3, iterationCount: 50)]
public class EmbeddedQueueBenchmark
{
    private EmbeddedQueue? _queue;

    /// <summary>Starts a queue in memory.</summary>
    [Benchmark]
    public async Task Start() => _queue = await EmbeddedQueue.StartAsync();

    /// <summary>Ends it; not counted.</summary>
    [IterationCleanup]
    public void End() => _queue?.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
