using System.Runtime.Loader;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

[Collection(HotSwapCollection.Name)]
public sealed class HotSwapTests
{
    private const string Swapping = """{ "queueSelection": "swap", "rpcHooks": ["swap"] }""";
    private const string Plain = """{ "queueSelection": "round-robin", "rpcHooks": [] }""";

    [Fact]
    public async Task Swaps_ManyOfStrategyAndHookWhileAProducerSends_LoseAndDoubleNothingAndLeaveNothingBehind()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        await using var load = new SendingLoad(producer);
        var (memory, before) = (0L, 0);
        for (var round = 0; round < 26; round++)
        {
            await SwapAsync(cluster, load, () => cluster.Install(2));
            await SwapAsync(cluster, load, () => cluster.WriteManifest(Plain));
            await SwapAsync(cluster, load, () => cluster.WriteManifest(Swapping));
            await SwapAsync(cluster, load, () => cluster.Install(1));
            if (round == 5) (memory, before) = (await SettledMemoryAsync(cluster), load.Count);
        }

        var growth = await SettledMemoryAsync(cluster) - memory;
        var sent = await load.StopAsync();
        var read = await cluster.ReadAllAsync();

        Assert.Equal(sent.Order(), read.Order());
        Assert.All(cluster.Host.Catalog.Retired, r => Assert.Equal((PluginStatus.Unloaded, 0), (r.Status, r.Holders.Count)));
        // 80 generations later; each is some hundred kilobytes of code and types. What was sent meanwhile is in the store and in the load's list.
        var kept = (sent.Count - before) * 256L;
        Assert.True(growth - kept < 16 << 20, $"memory grew by {growth / 1024.0 / 1024.0:F1} MiB, of which {sent.Count - before} messages take about {kept / 1024.0 / 1024.0:F1} MiB");
        Assert.Single(AssemblyLoadContext.All, c => c.Name == "Fixtures.Swap/1.0.0" && c.Assemblies.Any());
        Assert.Equal(["1", "2", "none"], cluster.Marks.Keys.Order());
    }

    [Fact]
    public async Task ChangedDll_OfAPluginInUse_ServesTheNextMessage()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        Assert.Equal(1, await SwapCluster.SendAsync(producer));

        cluster.Install(2);
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(2, await SwapCluster.SendAsync(producer));
        Assert.Equal(2, report.Swapped.Count);
        Assert.Empty(report.Problems);
        Assert.Equal((2, PluginReloadOutcome.Swapped, PluginStatus.Active), (cluster.Swap.GenerationNumber, cluster.Swap.LastReload!.Outcome, cluster.Swap.Status));
        await cluster.Host.SettleAsync();
        var retired = Assert.Single(cluster.Host.Catalog.Retired);
        Assert.Equal(("Fixtures.Swap", 1, PluginStatus.Unloaded), (retired.PluginId, retired.Number, retired.Status));
    }

    [Fact]
    public async Task NothingChanged_OrOnlyTimes_KeepsTheGeneration()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(cluster.PluginDirectory, "Fixtures.Swap"))) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));

        var report = await cluster.Host.ReloadAsync();

        Assert.Empty(report.Swapped);
        Assert.Equal((1, (PluginReload?)null), (cluster.Swap.GenerationNumber, cluster.Swap.LastReload));
    }

    [Fact]
    public async Task NewPluginFolder_NamedInTheManifest_ServesTheNextMessage()
    {
        await using var cluster = await SwapCluster.StartAsync(Plain);
        Directory.Delete(Path.Combine(cluster.PluginDirectory, "Fixtures.Swap"), recursive: true);
        await cluster.Host.ReloadAsync();
        Assert.Null(cluster.Host.Catalog.Find("Fixtures.Swap"));
        await using var producer = await cluster.StartProducerAsync();

        cluster.Install(2);
        cluster.WriteManifest(Swapping);
        await cluster.Host.ReloadAsync();

        Assert.Equal(2, await SwapCluster.SendAsync(producer));
        Assert.Equal(1, cluster.Marks["2"]);
    }

    [Fact]
    public async Task ChangedOptions_OfAPluginInUse_ConfigureItAnewFromTheSameCode()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        var before = AssemblyLoadContext.All.Count();

        cluster.WriteManifest("""{ "queueSelection": "swap", "rpcHooks": ["swap"], "options": { "Fixtures.Swap": { "mark": "!" } } }""");
        await cluster.Host.ReloadAsync();
        await SwapCluster.SendAsync(producer);

        Assert.Equal(1, cluster.Marks["1!"]);
        Assert.Equal((2, before), (cluster.Swap.GenerationNumber, AssemblyLoadContext.All.Count()));
    }

    [Fact]
    public async Task Addressing_Exchanged_IsAskedAtTheNextLookup()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "addressing": "swap" }""");
        await using var producer = await cluster.StartProducerAsync();
        Assert.Equal(PluginStatus.Active, cluster.Swap.Status);

        cluster.WriteManifest("""{ "addressing": "static" }""");
        await cluster.Host.ReloadAsync();
        await SwapCluster.SendAsync(producer);
        await cluster.Host.SettleAsync();

        Assert.Equal((PluginStatus.Discovered, PluginStatus.Unloaded), (cluster.Swap.Status, Assert.Single(cluster.Host.Catalog.Retired).Status));
    }

    [Fact]
    public async Task Tracing_Exchanged_TakesTheRecordsOfLaterSends()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "tracing": "swap" }""");
        await using var producer = await cluster.StartProducerAsync();
        await SwapCluster.SendAsync(producer);
        await TracesReachAsync(cluster, "1");

        cluster.Install(2);
        await cluster.Host.ReloadAsync();
        await SwapCluster.SendAsync(producer);

        await TracesReachAsync(cluster, "2");
    }

    [Fact]
    public async Task Tracing_SwitchedOnAndOff_CountsForProducersThatRun()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "tracing": "none", "hotSwap": true }""", isWatching: true);
        await using var producer = await cluster.StartProducerAsync();
        await SwapCluster.SendAsync(producer);

        cluster.WriteManifest("""{ "tracing": "swap", "hotSwap": true }""");
        await cluster.Host.ReloadAsync();
        await SwapCluster.SendAsync(producer);
        await TracesReachAsync(cluster, "1");
        cluster.WriteManifest("""{ "tracing": "none", "hotSwap": true }""");
        await cluster.Host.ReloadAsync();
        await SwapCluster.SendAsync(producer);
        await cluster.Host.SettleAsync();

        Assert.Equal(PluginStatus.Unloaded, Assert.Single(cluster.Host.Catalog.Retired).Status);
        Assert.Equal(["1"], await cluster.ReadAllAsync("Traces"));
    }

    private static async Task TracesReachAsync(SwapCluster cluster, string body)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                if ((await cluster.ReadAllAsync("Traces")).Contains(body)) return;
            }
            catch (Client.MqClientException)
            {
                // The topic comes with the first record.
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task SwapAsync(SwapCluster cluster, SendingLoad load, Action change)
    {
        change();
        var report = await cluster.Host.ReloadAsync();
        Assert.Empty(report.Problems);
        // The strategy and the hook; a hook that goes has no successor.
        Assert.InRange(report.Swapped.Count, 1, 2);
        await load.MoreAsync(20);
    }

    private static async Task<long> SettledMemoryAsync(SwapCluster cluster)
    {
        await cluster.Host.SettleAsync();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
