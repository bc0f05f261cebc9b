using System.Buffers;
using System.Net;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Testing;

namespace PluggableMQ.Benchmarks;

/// <summary>Appending 128 bytes to the commit log store: the record, its queue entry and its key, all with the disk behind them. Nothing may be allocated.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 10)]
public class AppendBenchmark
{
    private readonly MessageRecord[] _batch = new MessageRecord[32];
    private readonly long[] _offsets = new long[32];
    private MessageRecord _message;
    private IMessageStore _store = null!;
    private string _root = null!;

    /// <summary>Opens a store in a temporary directory.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("pmq-bench-").FullName;
        var context = new MessageStoreContext
        {
            RootDirectory = _root,
            DelayLevels = [],
            MaxMessageSize = 4 * 1024 * 1024,
            ArrivalListener = new DeafListener(),
            Clock = TimeProvider.System,
            LoggerFactory = NullLoggerFactory.Instance,
            OnFatal = static exception => Environment.FailFast("The store failed.", exception),
        };
        // Old files go at once, so that the benchmark does not fill the disk.
        _store = new PluginHarness(new CommitLogPlugin(), ("fileReservedTime", "0"), ("diskMaxUsedSpaceRatio", "10"), ("cleanResourceInterval", "1000"))
            .Create(PluginKinds.Storage, "commitlog", context);
        _store.StartAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _message = new MessageRecord
        {
            Topic = "BenchmarkTest",
            QueueId = 0,
            BornHost = new IPEndPoint(IPAddress.Loopback, 1),
            StoreHost = new IPEndPoint(IPAddress.Loopback, 2),
            Body = new ReadOnlySequence<byte>(new byte[128]),
            Properties = "UNIQ_KEY\u0001C00002027EE5FFD2B27670BC3BE00000\u0002CLUSTER\u0001DefaultCluster"u8.ToArray(),
        };
        Array.Fill(_batch, _message);
    }

    /// <summary>Closes and removes the store.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>One message.</summary>
    [Benchmark]
    public long Append() => _store.Appender.AppendAsync(_message).Result.QueueOffset;

    /// <summary>A batch of 32, per message.</summary>
    [Benchmark(OperationsPerInvoke = 32)]
    public long AppendBatch() => _store.Appender.AppendBatchAsync(_batch, _offsets).Result.QueueOffset;

    private sealed class DeafListener : IMessageArrivalListener
    {
        public void OnArrived(in MessageArrival arrival)
        {
        }
    }
}
