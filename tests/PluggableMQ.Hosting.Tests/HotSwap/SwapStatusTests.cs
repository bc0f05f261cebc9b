using System.Net;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Tests.Misbehaviour;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>What an operator sees through the admin endpoint while an exchange is under way, and after it.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class SwapStatusTests
{
    private const string Id = "Fixtures.Faulty";
    private const string Hooked = """{ "queueSelection": "swap", "rpcHooks": ["faulty"] }""";

    [Fact]
    public async Task Exchange_SlowOnBothSides_ShowsReloadingThenUnloading()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "queueSelection": "swap" }""", admin: "127.0.0.1:0");
        await using var producer = await cluster.StartProducerAsync();
        using var http = new HttpClient();
        // Opened before all else goes, whatever becomes of the test.
        using var loading = new TestGate();
        using var leaving = new TestGate();
        cluster.InstallFaulty($"dispose-waits {leaving.Key}");
        cluster.WriteManifest(Hooked);
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);

        cluster.InstallFaulty($"configure-waits {loading.Key}");
        var reload = Task.Run(() => cluster.Host.ReloadAsync());
        Assert.Equal("configure-waits", await loading.ReadAsync());

        // It serves on, and counts as what is in force.
        var plugin = await ReadAsync<PluginDetails>($"/plugins/{Id}");
        Assert.Equal((PluginStatus.Reloading, 1, "rpcHook faulty"), (plugin.Status, plugin.Generation, Assert.Single(plugin.InUse)));
        Assert.Equal(PluginHealthState.Healthy, Assert.Single(plugin.Health).State);
        Assert.Contains((await ReadAsync<HealthReport>("/health")).Plugins, p => p.PluginId == Id);
        Assert.Equal(Id, cluster.Host.Catalog.Resolve(PluginKinds.RpcHook, "faulty", HostRole.Client).Id);
        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["dispose-waits"]);
        var composing = Task.Run(() => cluster.Host.CreateClient());

        loading.Release();
        Assert.Empty((await reload).Problems);
        await using (var late = await composing) Assert.Equal(2, Assert.Single(late.Settings.Selections, s => s.Plugin.Id == Id).Plugin.GenerationNumber);
        Assert.Equal("dispose-waits", await leaving.ReadAsync());
        plugin = await ReadAsync<PluginDetails>($"/plugins/{Id}");
        Assert.Equal((PluginStatus.Active, 2), (plugin.Status, plugin.Generation));
        var retired = Assert.Single(plugin.Retired);
        Assert.Equal((1, PluginStatus.Unloading, "rpcHook 'faulty' of the client"), (retired.Generation, retired.Status, Assert.Single(retired.Holders)));

        leaving.Release();
        await cluster.Host.SettleAsync();
        retired = Assert.Single((await ReadAsync<PluginDetails>($"/plugins/{Id}")).Retired);
        Assert.Equal((PluginStatus.Unloaded, 0), (retired.Status, retired.Holders.Count));

        async Task<T> ReadAsync<T>(string path)
        {
            using var response = await http.GetAsync(new Uri($"http://{cluster.Client.AdminAddress}{path}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return ReportJson.Read<T>(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task StrategyThatThrew_Exchanged_LeavesNoCountsToItsSuccessor()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "queueSelection": "swap" }""");
        await using var producer = await cluster.StartProducerAsync();
        cluster.InstallFaulty("select-throws");
        cluster.WriteManifest("""{ "queueSelection": "faulty" }""");
        await cluster.Host.ReloadAsync();
        for (var i = 0; i < 3; i++) await SwapCluster.SendAsync(producer);
        Assert.Equal((PluginHealthState.Degraded, 3L), Strategy());

        // Nothing of it changes: it goes on counting.
        await cluster.Host.ReloadAsync();
        Assert.Equal((PluginHealthState.Degraded, 3L), Strategy());

        cluster.InstallFaulty();
        await cluster.Host.ReloadAsync();

        Assert.Equal((PluginHealthState.Healthy, 0L), Strategy());

        (PluginHealthState State, long Fallbacks) Strategy()
        {
            var health = Assert.Single(cluster.Client.CollectPluginHealth(), h => h.Kind == "queueSelection");
            return (health.State, health.Counters["fallbacks"]);
        }
    }
}
