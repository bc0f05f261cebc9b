using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>The project's own plugins that say they can be unloaded are gone after they were used and exchanged.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class ShippedPluginTests
{
    [Theory]
    [InlineData("PluggableMQ.QueueSelection.RoundRobin", """{ "queueSelection": "round-robin" }""", """{ "queueSelection": "swap" }""")]
    [InlineData("PluggableMQ.QueueSelection.LatencyAware", """{ "queueSelection": "latency-aware" }""", """{ "queueSelection": "swap" }""")]
    [InlineData("PluggableMQ.Addressing.Static", """{ "queueSelection": "swap", "addressing": "static" }""", """{ "queueSelection": "swap", "addressing": "swap" }""")]
    [InlineData("PluggableMQ.RpcHooks.Metrics", """{ "queueSelection": "swap", "rpcHooks": ["metrics"] }""", """{ "queueSelection": "swap", "rpcHooks": [] }""")]
    [InlineData("PluggableMQ.Tracing.Log", """{ "queueSelection": "swap", "tracing": "log" }""", """{ "queueSelection": "swap", "tracing": "swap" }""")]
    [InlineData("PluggableMQ.Tracing.Topic", """{ "queueSelection": "swap", "tracing": "topic" }""", """{ "queueSelection": "swap", "tracing": "swap" }""")]
    public async Task Plugin_UsedAndExchanged_IsUnloaded(string plugin, string with, string without)
    {
        await using var cluster = await SwapCluster.StartAsync(
            with, shipped: ["PluggableMQ.Transport.Tcp", "PluggableMQ.Addressing.Static", "PluggableMQ.QueueSelection.RoundRobin", "PluggableMQ.QueueSelection.LatencyAware",
                "PluggableMQ.RpcHooks.Metrics", "PluggableMQ.Tracing.Log", "PluggableMQ.Tracing.Topic"]);
        await using var producer = await cluster.StartProducerAsync();
        for (var i = 0; i < 200; i++) await SwapCluster.SendAsync(producer);

        cluster.WriteManifest(without);
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        await cluster.Host.SettleAsync();

        var retired = Assert.Single(cluster.Host.Catalog.Retired, r => r.PluginId == plugin);
        Assert.Equal((PluginStatus.Unloaded, PluginStatus.Discovered), (retired.Status, cluster.Host.Catalog.Find(plugin)!.Status));
    }
}
