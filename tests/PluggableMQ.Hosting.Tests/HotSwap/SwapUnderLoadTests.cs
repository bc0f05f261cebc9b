using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>Exchanges of address lookups, trace dispatchers and a broker's hooks while they are in use.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class SwapUnderLoadTests
{
    private const string Swapping = """{ "addressing": "swap", "tracing": "swap" }""";

    [Fact]
    public async Task AddressingAndTracing_ExchangedManyTimes_AnswerEveryLookupAndTraceEverySendOnce()
    {
        using var log = new LogCollector(LogLevel.Warning);
        await using var cluster = await SwapCluster.StartAsync(Swapping, log: log);
        await using var producer = await cluster.StartProducerAsync();
        await using var load = new SendingLoad(producer);
        await using var lookups = new LookupLoad(cluster);
        for (var round = 0; round < 26; round++)
        {
            await SwapAsync(cluster.Host, () => cluster.Install(2));
            await Task.WhenAll(load.MoreAsync(5), lookups.MoreAsync(2));
            await SwapAsync(cluster.Host, () => cluster.Install(1));
            await Task.WhenAll(load.MoreAsync(5), lookups.MoreAsync(2));
        }

        await lookups.StopAsync();
        await load.StopAsync();
        var sent = (await cluster.ReadMessagesAsync(SwapCluster.Topic)).ConvertAll(m => m.MessageId);
        var traces = await TracesAsync(cluster, sent.Count - producer.DroppedTraces);

        // Dispatched once, by one generation; a load without pause may bring more than the bounded queue takes, and that is counted.
        Assert.Equal(traces.Count, traces.Select(t => t.Id).Distinct().Count());
        Assert.Subset(sent.ToHashSet(), traces.Select(t => t.Id).ToHashSet());
        Assert.Equal(["1", "2"], traces.Select(t => t.Version).Distinct().Order());
        Assert.Empty(log.Get("NameServerLookupFailed"));
        Assert.Empty(log.Get("TraceDispatchFailed"));
        var addressing = Assert.Single(cluster.Client.CollectPluginHealth(), h => h.Kind == PluginKinds.Addressing.Name);
        Assert.Equal(0, addressing.Counters["failures"]);
        await cluster.Host.SettleAsync();
        Assert.All(cluster.Host.Catalog.Retired, r => Assert.Equal((PluginStatus.Unloaded, 0), (r.Status, r.Holders.Count)));
        Assert.Equal(53, cluster.Swap.GenerationNumber);
    }

    [Fact]
    public async Task BrokersHook_ExchangedManyTimes_LosesAndDoublesNothing()
    {
        await using var cluster = await SwapCluster.StartAsync("{}");
        await using var producer = await cluster.StartProducerAsync();
        cluster.Install(1, "../server-plugins/Fixtures.Swap");
        await using var load = new SendingLoad(producer);
        for (var round = 0; round < 13; round++)
        {
            // The hook fails a request that it sees before its start or after its stop, and it is failClosed.
            await SwapAsync(cluster.Servers, () => cluster.WriteServersManifest("swap"));
            await load.MoreAsync(10);
            await SwapAsync(cluster.Servers, () => cluster.Install(2, "../server-plugins/Fixtures.Swap"));
            await load.MoreAsync(10);
            await SwapAsync(cluster.Servers, () => cluster.Install(1, "../server-plugins/Fixtures.Swap"));
            await load.MoreAsync(10);
            await SwapAsync(cluster.Servers, () => cluster.WriteServersManifest());
            await load.MoreAsync(10);
        }

        var sent = await load.StopAsync();
        Assert.Equal(sent.Order(), (await cluster.ReadAllAsync()).Order());
        await cluster.Servers.SettleAsync();
        Assert.All(cluster.Servers.Catalog.Retired, r => Assert.Equal((PluginStatus.Unloaded, 0), (r.Status, r.Holders.Count)));
    }

    private static async Task SwapAsync(PluginHost host, Action change)
    {
        change();
        Assert.Empty((await host.ReloadAsync()).Problems);
    }

    // The dispatcher is behind: it sends a record's message when the send itself is over.
    private static async Task<List<(string Id, string Version)>> TracesAsync(SwapCluster cluster, long count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var traces = await cluster.ReadMessagesAsync("Traces");
            if (traces.Count >= count) return traces.ConvertAll(m => (m.Keys!, Encoding.UTF8.GetString(m.Body.Span)));
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>Clients that come, look the NameServers up, ask one for a route, and go.</summary>
    private sealed class LookupLoad : IAsyncDisposable
    {
        private const int Loops = 2;

        private readonly SwapCluster _cluster;
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _all;
        private int _count;

        public LookupLoad(SwapCluster cluster)
        {
            _cluster = cluster;
            _all = Task.WhenAll(Enumerable.Range(0, Loops).Select(i => Task.Run(() => RunAsync(i))));
        }

        /// <summary>Waits for some more that began from now on.</summary>
        public async Task MoreAsync(int count)
        {
            var target = Volatile.Read(ref _count) + Loops + count;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Volatile.Read(ref _count) < target)
            {
                if (_all.IsCompleted) await _all;
                await Task.Delay(1, patience.Token);
            }
        }

        /// <summary>Ends it; throws what a lookup threw.</summary>
        public async Task StopAsync()
        {
            await _stopping.CancelAsync();
            await _all;
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await _all.ContinueWith(_ => { }, TaskScheduler.Default);
            _stopping.Dispose();
        }

        private async Task RunAsync(int loop)
        {
            while (!_stopping.IsCancellationRequested)
            {
                var options = new MqClientOptions { NamesrvAddr = _cluster.NameServer, InstanceName = $"lookups-{loop}" };
                await using var client = _cluster.Client.Factory.CreateAdminClient(options);
                await client.StartAsync();
                Assert.NotEmpty((await client.GetRouteAsync("TBW102")).QueueDatas);
                Interlocked.Increment(ref _count);
            }
        }
    }
}
