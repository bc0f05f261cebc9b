using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>A higher version of a plugin in use comes in a folder of its own, beside the one that serves.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class HigherVersionTests
{
    private const string Swapping = """{ "queueSelection": "swap", "rpcHooks": ["swap"] }""";
    private const string Marked = """{ "queueSelection": "swap", "rpcHooks": ["swap"], "options": { "Fixtures.Swap": { "mark": "x" } } }""";

    [Fact]
    public async Task Good_TakesOver()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        AddHigher(cluster, "");
        var report = await cluster.Host.ReloadAsync();

        Assert.Empty(report.Problems);
        Assert.Equal(2, await SwapCluster.SendAsync(producer));
        Assert.Equal([PluginStatus.Active, PluginStatus.Superseded], cluster.Host.Catalog.Entries.Where(e => e.Id == "Fixtures.Swap").Select(e => e.Status));
    }

    [Theory]
    [InlineData("\"spi\": \"[1.1,2.0)\"", "\"spi\": \"[2.0,3.0)\"", PluginStatus.Incompatible)]
    [InlineData("SwapPlugin\"", "Nobody\"", PluginStatus.Invalid)]
    public async Task ThatDoesNotFit_IsListedWithItsReasonAndTheServingOneTakesOptionsAsBefore(string from, string to, PluginStatus status)
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        AddHigher(cluster, from, to);
        var report = await cluster.Host.ReloadAsync();
        Assert.Contains($"cannot be used. {status} (Check)", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal([status, PluginStatus.Active], cluster.Host.Catalog.Entries.Where(e => e.Id == "Fixtures.Swap").Select(e => e.Status));
        Assert.Equal("1.0.0", new PluginReports(cluster.Host).Find("Fixtures.Swap")!.Version);

        cluster.WriteManifest(Marked);
        await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Equal(1, cluster.Marks["1x"]);
    }

    [Fact]
    public async Task ThatFailsToComeUp_LeavesTheOldOneServingAndListedOnce()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        // Configure then registers what plugin.json does not list.
        AddHigher(cluster, """{ "kind": "addressing", "name": "swap" },""");
        var report = await cluster.Host.ReloadAsync();

        Assert.Contains("Fixtures.Swap 2.0.0 in ", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Contains("failed (Activate)", report.Problems[0], StringComparison.Ordinal);
        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        Assert.Equal(("1.0.0", PluginStatus.Active), (cluster.Swap.Version!.ToString(), cluster.Swap.Status));
        Assert.Single(cluster.Host.Catalog.Entries, e => e.Version == cluster.Swap.Version && e.Id == "Fixtures.Swap");
    }

    [Fact]
    public async Task BrokenAtTheStart_TheLowerServes()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        AddHigher(cluster, "\"spi\": \"[1.1,2.0)\"", "\"spi\": \"[2.0,3.0)\"");

        await using var host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = cluster.ManifestFile, PluginDirectories = [cluster.PluginDirectory], CompiledIn = CompiledInPlugins.All(), Role = HostRole.Client,
            HotSwap = false,
        });
        await using var client = host.CreateClient(
            new SettingLayer("test", [KeyValuePair.Create("namesrvAddr", cluster.NameServer), KeyValuePair.Create("producerGroup", "others")]));
        await client.StartAsync();
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
    }

    [Theory]
    [InlineData("PluggableMQ.Transport.InMemory")]
    [InlineData("PluggableMQ.Storage.InMemory")]
    public async Task OfAKindThatStays_IsLeftToARestartIfItFits(string id)
    {
        using var folder = new TempFolder();
        BuiltPlugin.CopyTo(id, folder.Root);
        await using var catalog = OpenBroker(folder);
        var serving = catalog.Find(id)!;
        Use(catalog, serving, folder.Root);
        BuiltPlugin.CopyTo(id, Path.Combine(folder.Root, "aside"));
        var higher = Path.Combine(folder.Root, "higher");
        Directory.Move(Path.Combine(folder.Root, "aside", id), higher);

        Edit(higher, $"\"version\": \"{serving.Version}\"", "\"version\": \"9.0.0\"");
        catalog.Publish(catalog.Scan([]));
        Assert.Same(serving, Assert.Single(catalog.Entries));
        Assert.Equal(
            new PluginReload(serving.LastReload!.At, PluginReloadOutcome.NeedsRestart,
                $"{serving.Provides[0]} cannot be exchanged while the host runs; restart it to use {id} 9.0.0 in {higher}."),
            serving.LastReload);

        Edit(higher, "[1.", "[7.");
        Edit(higher, ",2.0)", ",8.0)");
        catalog.Publish(catalog.Scan([]));
        Assert.Same(serving, catalog.Find(id));
        Assert.Equal([PluginStatus.Incompatible, PluginStatus.Active], catalog.Entries.Select(e => e.Status));
        Assert.Equal(PluginReloadOutcome.Failed, serving.LastReload!.Outcome);
        Assert.StartsWith($"{id} 9.0.0 in {higher} cannot be used. Incompatible (Check): ", serving.LastReload.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAKindThatStays_BrokenInItsOwnFolder_PromisesNoRestart()
    {
        const string Id = "PluggableMQ.Transport.InMemory";
        using var folder = new TempFolder();
        BuiltPlugin.CopyTo(Id, folder.Root);
        await using var catalog = OpenBroker(folder);
        var serving = catalog.Find(Id)!;
        Use(catalog, serving, folder.Root);

        await File.WriteAllTextAsync(Path.Combine(folder.Root, Id, $"{Id}.dll"), "{ this is no assembly");
        catalog.Publish(catalog.Scan([]));

        Assert.Same(serving, Assert.Single(catalog.Entries));
        Assert.Equal(PluginReloadOutcome.Failed, serving.LastReload!.Outcome);
        Assert.Contains("is not a .NET assembly", serving.LastReload.Reason, StringComparison.Ordinal);
    }

    private static void AddHigher(SwapCluster cluster, string from, string to = "")
    {
        cluster.Install(2, "higher");
        var folder = Path.Combine(cluster.PluginDirectory, "higher");
        Edit(folder, "\"1.0.0\"", "\"2.0.0\"");
        if (from.Length > 0) Edit(folder, from, to);
    }

    private static PluginCatalog OpenBroker(TempFolder folder) => PluginCatalog.Open(
        new PluginCatalogOptions { Directories = [folder.Root], Role = HostRole.Broker, SharedAssemblies = [typeof(RemotingCommand).Assembly] });

    private static void Edit(string folder, string from, string to)
    {
        var file = Path.Combine(folder, "plugin.json");
        var text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void Use(PluginCatalog catalog, PluginEntry entry, string root)
    {
        var extension = entry.Provides[0];
        if (extension.Kind == PluginKinds.Transport.Name)
            catalog.Create(PluginKinds.Transport, extension.Name, new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
        else
            catalog.Create(PluginKinds.Storage, extension.Name, Store(root));
    }

    private static MessageStoreContext Store(string root) => new()
    {
        RootDirectory = Path.Combine(root, "store"), DelayLevels = [TimeSpan.FromSeconds(1)], MaxMessageSize = 1 << 20, ArrivalListener = new NoListener(),
        Clock = TimeProvider.System, LoggerFactory = NullLoggerFactory.Instance, OnFatal = _ => { },
    };

    private sealed class NoListener : IMessageArrivalListener
    {
        public void OnArrived(in MessageArrival arrival)
        {
        }
    }
}
