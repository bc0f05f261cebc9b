using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Benchmarks;

/// <summary>What a send pays for extensions that were loaded from a plugin folder: hooks that do nothing, and a selection strategy. Nothing may be
/// allocated.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 10)]
public class PluginBoundaryBenchmark : IAsyncDisposable
{
    private readonly RemotingCommand _request = RemotingCommand.CreateRequest(RequestCode.SendMessageV2, new byte[128]);
    private readonly CommandHookContext _context = new(TimeProvider.System);
    private readonly LoadedPlugins _plugins = new();
    private readonly TopicRoute _route = new("Topic", new TopicRouteData
    {
        QueueDatas = [new QueueData { BrokerName = "broker", ReadQueueNums = 4, WriteQueueNums = 4, Perm = 6 }],
        BrokerDatas = [new BrokerData { Cluster = "cluster", BrokerName = "broker", BrokerAddrs = { [0] = "127.0.0.1:10911" } }],
    });
    private RpcHookPipeline _pipeline = null!;
    private QueueSelector _selector = null!;

    /// <summary>How many hooks there are.</summary>
    [Params(0, 3)]
    public int Hooks { get; set; }

    /// <summary>Loads them.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _pipeline = new RpcHookPipeline(_plugins.CreateHooks(Hooks));
        _selector = new QueueSelector(_plugins.CreateStrategy(), "group", TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Unloads them.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _plugins.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The way of one request through the hooks, there and back.</summary>
    [Benchmark]
    public void PassHooks()
    {
        _context.Prepare(null, "127.0.0.1:10911", _request, TimeProvider.System.GetTimestamp());
        _pipeline.BeforeAsync(_context, CancellationToken.None).GetAwaiter().GetResult();
        _context.SetResponse(null);
        RpcHookPipeline.AfterAsync(_context, CancellationToken.None).GetAwaiter().GetResult();
        _context.Clear();
    }

    /// <summary>The choice of a queue, and the report of how the send went.</summary>
    [Benchmark]
    public MessageQueue SelectQueue()
    {
        var queue = _selector.Select(_route, 0, null, null);
        _selector.Report(queue, TimeSpan.FromMilliseconds(1), SendResultKind.Succeeded);
        return queue;
    }
}
