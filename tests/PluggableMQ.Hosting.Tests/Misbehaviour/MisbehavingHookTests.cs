using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Protocol;
using static PluggableMQ.Hosting.Tests.Misbehaviour.MisbehaviourCluster;

namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>Hooks that do one thing wrong, loaded from a folder into a broker or a client: what senders, health, log and metrics see.</summary>
[Collection("misbehaviour")]
public class MisbehavingHookTests
{
    [Fact]
    public async Task Broker_HookThrowsFailClosed_RefusesSendsAndSwitchesItOff()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": [{ "name": "throws", "onFailure": "failClosed" }] """);

        var refused = await cluster.FailToSendAsync();
        Assert.Equal(ResponseCode.SystemError, refused.ResponseCode);
        Assert.Contains("The RPC hook 'throws' failed before request code 310: InvalidOperationException: the rules cannot be read", refused.Message, StringComparison.Ordinal);
        Assert.Contains("failOpen", refused.Message, StringComparison.Ordinal);
        var degraded = Health(cluster.Broker, PluginKinds.RpcHook, "throws");
        Assert.Equal((PluginHealthState.Degraded, 1L, "broker"), (degraded.State, degraded.Counters["failures"], degraded.Role));
        Assert.Contains("the rules cannot be read", degraded.Reason, StringComparison.Ordinal);
        await cluster.SwitchOffAsync("throws", cluster.FailToSendAsync);

        Assert.Contains("'throws' keeps failing and is switched off", (await cluster.FailToSendAsync()).Message, StringComparison.Ordinal);

        var off = Health(cluster.Broker, PluginKinds.RpcHook, "throws");
        Assert.Equal(PluginHealthState.SwitchedOff, off.State);
        Assert.InRange(off.Counters["failures"], 5, 100);
        Assert.InRange(off.Counters["skipped"], 1, long.MaxValue);
        Assert.Contains("failClosed", off.Reason, StringComparison.Ordinal);
        Assert.Contains(cluster.Log.Get("HookMisbehaved"), text => text.Contains("'throws' threw InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(cluster.Log.Get("HookSwitchedOff"), text => text.Contains("'throws' is switched off", StringComparison.Ordinal));
        Assert.Equal(2, ReadMetric("pluggablemq.plugin.state", "throws"));
        Assert.Equal(off.Counters["failures"], ReadMetric("pluggablemq.plugin.events", "throws", "failures"));
    }

    [Fact]
    public async Task Broker_HookThrowsFailOpen_StoresAllSends()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": ["metrics", { "name": "throws", "onFailure": "failOpen" }] """);

        await cluster.SwitchOffAsync("throws", SendAsync);
        await SendAsync();

        var health = Health(cluster.Broker, PluginKinds.RpcHook, "throws");
        Assert.InRange(health.Counters["failures"], 5, 100);
        Assert.InRange(health.Counters["skipped"], 1, long.MaxValue);
        Assert.Contains(cluster.Log.Get("HookSwitchedOff"), text => text.Contains("pass without it", StringComparison.Ordinal));
        Assert.InRange(ReadMetric("pluggablemq.plugin.events", "throws", "skipped"), 1, long.MaxValue);

        async Task SendAsync() => Assert.Equal(SendStatus.SendOk, (await cluster.SendAsync()).Status);
    }

    [Fact]
    public async Task Broker_HookNeverEnds_IsCutOffAndItsTokenCancelled()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": [{ "name": "never-ends", "timeLimitMs": 1000 }] """);

        var refused = await cluster.FailToSendAsync();

        Assert.Contains("The RPC hook 'never-ends' did not end within 1000 ms before request code 310", refused.Message, StringComparison.Ordinal);
        Assert.Equal("cancelled", await cluster.Gate.ReadAsync());
        var health = Health(cluster.Broker, PluginKinds.RpcHook, "never-ends");
        Assert.Equal((PluginHealthState.Degraded, 1L), (health.State, health.Counters["timeouts"]));
        Assert.Contains(cluster.Log.Get("HookMisbehaved"), text => text.Contains("did not end within 1000 ms", StringComparison.Ordinal));
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.events", "never-ends", "timeouts"));
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.state", "never-ends"));
    }

    [Fact]
    public async Task Broker_HookIgnoresItsTokenAndComesBackLate_TouchesNothing()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": [{ "name": "late", "timeLimitMs": 1000, "onFailure": "failOpen" }] """);
        var sent = await cluster.SendAsync();

        cluster.Gate.Release();
        for (var report = await cluster.Gate.ReadAsync(); report != "done"; report = await cluster.Gate.ReadAsync())
            Assert.Contains("cut off at its time limit", report, StringComparison.Ordinal);

        await using var consumer = cluster.Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "readers" }, cluster.Client.Options);
        await consumer.StartAsync();
        var pulled = await consumer.PullAsync(sent.Queue, "*", sent.QueueOffset, 1, suspend: false);
        Assert.Equal("hello"u8.ToArray(), Assert.Single(pulled.Messages).Body.ToArray());
        var health = Health(cluster.Broker, PluginKinds.RpcHook, "late");
        Assert.Equal((PluginHealthState.Degraded, 1L, 0L), (health.State, health.Counters["timeouts"], health.Counters["rejections"]));
    }

    [Fact]
    public async Task Broker_HookBlocksItsThread_IsDetectedAndSwitchedOff()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": [{ "name": "blocks", "timeLimitMs": 10, "onFailure": "failOpen" }] """);

        await cluster.SwitchOffAsync("blocks", async () => Assert.Equal(SendStatus.SendOk, (await cluster.SendAsync()).Status));

        var health = Health(cluster.Broker, PluginKinds.RpcHook, "blocks");
        Assert.InRange(health.Counters["blocked"], 5, 100);
        Assert.Contains("kept its thread", health.Reason, StringComparison.Ordinal);
        Assert.Contains(cluster.Log.Get("HookSwitchedOff"), text => text.Contains("kept its thread", StringComparison.Ordinal));
        Assert.Equal(health.Counters["blocked"], ReadMetric("pluggablemq.plugin.events", "blocks", "blocked"));
    }

    [Fact]
    public async Task Broker_HookRejects_IsHealthyAndCounted()
    {
        await using var cluster = await StartAsync(broker: """ "rpcHooks": ["rejects"] """);

        for (var i = 0; i < 6; i++)
        {
            var refused = await cluster.FailToSendAsync();
            Assert.Equal(ResponseCode.NoPermission, refused.ResponseCode);
            Assert.Contains("ask for the topic to be opened", refused.Message, StringComparison.Ordinal);
        }

        var health = Health(cluster.Broker, PluginKinds.RpcHook, "rejects");
        Assert.Equal((PluginHealthState.Healthy, null, 6L), (health.State, health.Reason, health.Counters["rejections"]));
        Assert.Empty(cluster.Log.Get("HookMisbehaved"));
        Assert.Equal(6, ReadMetric("pluggablemq.plugin.events", "rejects", "rejections"));
    }

    [Theory]
    [InlineData("throws", "The RPC hook 'throws' failed", "failures")]
    [InlineData("never-ends", "The RPC hook 'never-ends' did not end within 1000 ms", "timeouts")]
    public async Task Client_HookMisbehaves_FailsTheSendWithItsName(string hook, string expected, string counter)
    {
        await using var cluster = await StartAsync(client: $$""" "rpcHooks": [{ "name": "{{hook}}", "timeLimitMs": 1000 }] """);

        Assert.Contains(expected, (await cluster.FailToSendAsync()).Message, StringComparison.Ordinal);

        var health = Health(cluster.Client, PluginKinds.RpcHook, hook);
        Assert.Equal((PluginHealthState.Degraded, 1L, "client"), (health.State, health.Counters[counter], health.Role));
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.events", hook, counter));
    }

    [Fact]
    public async Task CollectPluginHealth_NothingWrong_ListsWhatIsInUse()
    {
        await using var cluster = await StartAsync(client: """ "tracing": "log" """);

        await cluster.SendAsync();

        PluginHealth[] all = [.. cluster.NameServer.CollectPluginHealth(), .. cluster.Broker.CollectPluginHealth(), .. cluster.Client.CollectPluginHealth()];
        Assert.All(all, health => Assert.Equal((PluginHealthState.Healthy, null), (health.State, health.Reason)));
        Assert.Equal(
            [
                "nameserver PluggableMQ.RpcHooks.Metrics rpcHook metrics",
                "broker PluggableMQ.Addressing.Static addressing static", "broker PluggableMQ.RpcHooks.Metrics rpcHook metrics",
                "client PluggableMQ.Addressing.Static addressing static", "client PluggableMQ.QueueSelection.RoundRobin queueSelection round-robin",
                "client PluggableMQ.RpcHooks.Metrics rpcHook metrics", "client PluggableMQ.Tracing.Log tracing log",
            ],
            all.OrderBy(h => h.Role == "client").ThenBy(h => h.Role == "broker").ThenBy(h => h.Kind, StringComparer.Ordinal)
                .Select(h => $"{h.Role} {h.PluginId} {h.Kind} {h.Name}"));
    }
}
