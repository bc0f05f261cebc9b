using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>What cannot be exchanged leaves everything as it was, and says why.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class HotSwapRefusalTests
{
    private const string Swapping = """{ "queueSelection": "swap", "rpcHooks": ["swap"] }""";

    public static TheoryData<string, string> BrokenFiles => new()
    {
        { "Fixtures.Swap.dll", "not a .NET assembly" },
        { "plugin.json", "plugin.json" },
        { "options.schema.json", "options.schema.json" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public async Task NewGeneration_Broken_LeavesTheOldOneServingAndIsMended(string file, string reason)
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        await File.WriteAllTextAsync(Path.Combine(cluster.PluginDirectory, "Fixtures.Swap", file), "{ this is neither");
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Contains(reason, Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal((1, PluginReloadOutcome.Failed, PluginStatus.Active), (cluster.Swap.GenerationNumber, cluster.Swap.LastReload!.Outcome, cluster.Swap.Status));

        cluster.Install(2);
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        Assert.Equal(2, await SwapCluster.SendAsync(producer));
        Assert.Equal(PluginReloadOutcome.Swapped, cluster.Swap.LastReload!.Outcome);
    }

    [Fact]
    public async Task NewGeneration_ThatDoesNotLoad_LeavesTheOldOneServing()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        cluster.Install(2);
        // Fits by its metadata; Configure then registers what plugin.json does not list.
        var file = Path.Combine(cluster.PluginDirectory, "Fixtures.Swap", "plugin.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("""{ "kind": "addressing", "name": "swap" },""", "", StringComparison.Ordinal));

        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Contains("does not list under 'provides'", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal((1, PluginReloadOutcome.Failed, PluginStatus.Active), (cluster.Swap.GenerationNumber, cluster.Swap.LastReload!.Outcome, cluster.Swap.Status));
        await cluster.Host.SettleAsync();
        Assert.All(cluster.Host.Catalog.Retired, r => Assert.Equal(PluginStatus.Unloaded, r.Status));
    }

    [Fact]
    public async Task Folder_OfAPluginInUse_Gone_LeavesItServing()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        Directory.Delete(Path.Combine(cluster.PluginDirectory, "Fixtures.Swap"), recursive: true);

        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Contains("is gone", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadManifests => new()
    {
        { """{ "queueSelection": "round-robin" """, "pluggablemq.json" },
        { """{ "queueSelektion": "round-robin" }""", "queueSelection" },
        { """{ "queueSelection": "swop" }""", "did you mean 'swap'?" },
        { """{ "queueSelection": "swap", "options": { "Fixtures.Swap": { "marc": "x" } } }""", "marc" },
        { """{ "queueSelection": "swap", "disabled": ["Fixtures.Swap"] }""", "Disabled" },
    };

    [Theory]
    [MemberData(nameof(BadManifests))]
    public async Task Manifest_Wrong_LeavesTheOldOneInForceAndIsMended(string manifest, string reason)
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        cluster.WriteManifest(manifest);
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Contains(report.Problems, p => p.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(reason, cluster.Host.ManifestProblem, StringComparison.Ordinal);
        Assert.Empty(report.Swapped);

        // What changed in the folders is exchanged although the manifest is wrong.
        cluster.Install(2);
        await cluster.Host.ReloadAsync();
        Assert.Equal(2, await SwapCluster.SendAsync(producer));

        cluster.WriteManifest("""{ "queueSelection": "round-robin" }""");
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        Assert.Null(cluster.Host.ManifestProblem);
    }

    [Fact]
    public async Task Manifest_AnotherTransport_IsLeftToARestart()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        cluster.WriteManifest("""{ "transport": "inmemory", "queueSelection": "round-robin" }""");
        var report = await cluster.Host.ReloadAsync();

        Assert.Single(report.Swapped, s => s.StartsWith("queueSelection 'round-robin'", StringComparison.Ordinal));
        Assert.EndsWith("has changed in transport, which takes effect after a restart.", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal(report.Problems[0], cluster.Host.ManifestProblem);
        await SwapCluster.SendAsync(producer);
    }

    [Fact]
    public async Task Disabled_OfAPluginThatTheManifestNoLongerUses_UnloadsIt()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        cluster.WriteManifest("""{ "disabled": ["Fixtures.Swap"] }""");
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        await cluster.Host.SettleAsync();

        Assert.Equal(PluginStatus.Disabled, cluster.Swap.Status);
        Assert.Equal(PluginStatus.Unloaded, Assert.Single(cluster.Host.Catalog.Retired).Status);
    }
}
