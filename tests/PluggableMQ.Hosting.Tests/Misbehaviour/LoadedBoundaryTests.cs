using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>What the boundary between host and plugin costs the garbage collector on the way of a send: nothing.</summary>
public sealed class LoadedBoundaryTests : IAsyncDisposable
{
    private const int Count = 10_000;

    private readonly PluginCatalog _catalog = PluginCatalog.Open(new PluginCatalogOptions
    {
        Directories = [Path.Combine(AppContext.BaseDirectory, "fixtures")], SharedAssemblies = [typeof(RemotingCommand).Assembly],
    });

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public void Hooks_ThreeLoadedOnes_AllocateNothing()
    {
        var surroundings = new RpcHookCreationContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance);
        IRpcHook[] hooks = [.. new[] { "pass-1", "pass-2", "pass-3" }.Select(name => _catalog.Create(PluginKinds.RpcHook, name, surroundings))];
        Assert.All(hooks, hook => Assert.NotSame(typeof(LoadedBoundaryTests).Assembly, hook.GetType().Assembly));
        var pipeline = new RpcHookPipeline(hooks);
        var context = new CommandHookContext(TimeProvider.System);
        var request = RemotingCommand.CreateRequest(RequestCode.SendMessageV2, new byte[128]);

        Assert.Equal(0, Measure(() =>
        {
            context.Prepare(null, "127.0.0.1:10911", request, TimeProvider.System.GetTimestamp());
            pipeline.BeforeAsync(context, CancellationToken.None).GetAwaiter().GetResult();
            context.SetResponse(null);
            RpcHookPipeline.AfterAsync(context, CancellationToken.None).GetAwaiter().GetResult();
            context.Clear();
        }));
    }

    [Fact]
    public void Strategy_LoadedOne_AllocatesNothing()
    {
        var strategy = _catalog.Create(PluginKinds.QueueSelection, "well-behaved", new QueueSelectionContext("group", TimeProvider.System, NullLoggerFactory.Instance));
        var selector = new QueueSelector(strategy, "group", TimeProvider.System, NullLogger.Instance);
        var route = new TopicRoute("Topic", new TopicRouteData
        {
            QueueDatas = [new QueueData { BrokerName = "broker", ReadQueueNums = 4, WriteQueueNums = 4, Perm = 6 }],
            BrokerDatas = [new BrokerData { Cluster = "cluster", BrokerName = "broker", BrokerAddrs = { [0] = "127.0.0.1:10911" } }],
        });

        Assert.Equal(0, Measure(() => selector.Report(selector.Select(route, 0, null, null), TimeSpan.FromMilliseconds(1), SendResultKind.Succeeded)));
        Assert.Equal(0, selector.Fallbacks);
    }

    private static long Measure(Action action)
    {
        for (var i = 0; i < Count; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
