using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Testing;
using static PluggableMQ.Hosting.Tests.Misbehaviour.MisbehaviourCluster;

namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>Strategies, trace dispatchers and address lookups that do one thing wrong, loaded from a folder into a client.</summary>
[Collection("misbehaviour")]
public class MisbehavingClientPluginTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("throws", "throws", "Select threw InvalidOperationException: no queue is good enough")]
    [InlineData("foreign", "foreignQueues", "it returned a queue that was not offered")]
    [InlineData("null", "foreignQueues", "it returned no queue")]
    public async Task Strategy_Misbehaves_SendsGoRoundRobin(string strategy, string counter, string reason)
    {
        await using var cluster = await StartAsync(client: $$""" "queueSelection": "{{strategy}}" """, clientClock: _clock);

        var queues = new List<int>();
        for (var i = 0; i < 8; i++) queues.Add((await cluster.SendAsync()).Queue.QueueId);

        Assert.Equal([2, 2, 2, 2], queues.GroupBy(q => q).Select(g => g.Count()));
        var health = Health(cluster.Client, PluginKinds.QueueSelection, strategy);
        Assert.Equal((PluginHealthState.Degraded, 8L, 8L), (health.State, health.Counters["fallbacks"], health.Counters[counter]));
        Assert.Equal(strategy == "throws" ? 8 : 0, health.Counters["reportThrows"]);
        Assert.Contains(reason, Assert.Single(cluster.Log.Get("StrategyMisbehaved")), StringComparison.Ordinal);
        Assert.Equal(8, ReadMetric("pluggablemq.plugin.events", strategy, "fallbacks"));
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.state", strategy));

        // What it did is forgotten after a minute, but not what was counted.
        _clock.Advance(TimeSpan.FromSeconds(61));
        health = Health(cluster.Client, PluginKinds.QueueSelection, strategy);
        Assert.Equal((PluginHealthState.Healthy, 8L), (health.State, health.Counters["fallbacks"]));
    }

    [Theory]
    [InlineData("never-ends")]
    [InlineData("blocks")]
    public async Task Dispatcher_DoesNotComeBack_SendsAndOtherQueuesAndTheStopGoOn(string dispatcher)
    {
        await using var cluster = await StartAsync(client: $$""" "tracing": "{{dispatcher}}" """, clientClock: _clock);
        var second = await cluster.AddProducerAsync("second");
        for (var i = 0; i < 100; i++) await cluster.SendAsync();
        Assert.Equal("dispatching", await cluster.Gate.ReadAsync());

        // The first queue fills up while the second one is served.
        for (var i = 0; i < 1024 + 6; i++) await cluster.SendAsync();
        for (var i = 0; i < 100; i++) await second.SendAsync(new Protocol.Message { Topic = "Orders", Body = new byte[1] });
        Assert.Equal("dispatching", await cluster.Gate.ReadAsync());

        Assert.Equal(6, cluster.Producer.DroppedTraces);
        _clock.Advance(TimeSpan.FromSeconds(6));
        var health = Health(cluster.Client, PluginKinds.Tracing, dispatcher);
        Assert.Equal((PluginHealthState.Degraded, 6L, 2L), (health.State, health.Counters["dropped"], health.Counters["stuck"]));
        Assert.Contains("2 producers wait for it", health.Reason, StringComparison.Ordinal);
        Assert.Contains("is full", Assert.Single(cluster.Log.Get("TraceDropped")), StringComparison.Ordinal);
        Assert.Equal(6, ReadMetric("pluggablemq.plugin.events", dispatcher, "dropped"));
        Assert.Equal(2, ReadMetric("pluggablemq.plugin.stuck", dispatcher));

        await StopAsync(cluster.Producer);
        await StopAsync(second);
        Assert.Equal(2, cluster.Log.Get("TraceFlushCut").Count);
        health = Health(cluster.Client, PluginKinds.Tracing, dispatcher);
        Assert.Equal((2L, 0L), (health.Counters["failures"], health.Counters["stuck"]));
    }

    [Fact]
    public async Task Dispatcher_Throws_RecordsAreLostAndCounted()
    {
        await using var cluster = await StartAsync(client: """ "tracing": "throws" """);

        await cluster.SendAsync();

        Assert.Contains("1 records are lost", await cluster.Log.WaitAsync("TraceDispatchFailed"), StringComparison.Ordinal);
        var health = Health(cluster.Client, PluginKinds.Tracing, "throws");
        Assert.Equal((PluginHealthState.Degraded, 1L), (health.State, health.Counters["failures"]));
        Assert.Contains("the collector is unknown", health.Reason, StringComparison.Ordinal);
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.events", "throws", "failures"));
    }

    [Theory]
    [InlineData("throws", "the directory is on fire")]
    [InlineData("never-ends", "no answer within 3000 ms from Fixtures.Misbehaving.NeverEndingAddressing")]
    [InlineData("blocks", "no answer within 3000 ms from Fixtures.Misbehaving.BlockingAddressing")]
    public async Task Addressing_MisbehavesLater_TheListInForceStays(string addressing, string reason)
    {
        await using var cluster = await StartAsync(client: $$""" "addressing": "{{addressing}}" """, clientClock: _clock);
        await cluster.SendAsync();
        Assert.Equal(PluginHealthState.Healthy, Health(cluster.Client, PluginKinds.Addressing, addressing).State);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("asked again", await cluster.Gate.ReadAsync());
        var logged = cluster.Log.WaitAsync("NameServerLookupFailed");
        // One that fails does so without the clock.
        if (addressing != "throws") await AdvanceUntilAsync(logged);

        Assert.Contains(reason, await logged, StringComparison.Ordinal);
        var health = Health(cluster.Client, PluginKinds.Addressing, addressing);
        Assert.Equal(PluginHealthState.Degraded, health.State);
        // The clock may have gone on to the next lookup.
        Assert.InRange(health.Counters["failures"], 1, health.Counters["lookups"] - 1);
        Assert.Contains(reason, health.Reason, StringComparison.Ordinal);
        Assert.Equal(1, ReadMetric("pluggablemq.plugin.state", addressing));
        // Its route has to be asked for.
        Assert.Equal(SendStatus.SendOk, (await cluster.SendAsync("Another")).Status);
    }

    private async Task StopAsync(Producer producer)
    {
        var stop = producer.ShutdownAsync().AsTask();
        await AdvanceUntilAsync(stop);
        await stop;
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
