using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using PluggableMQ.Client;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The hook in a whole queue: NameServer, broker and producer in this process.</summary>
public sealed class MyHookTests
{
    [Fact]
    public async Task Send_ForbiddenTopic_IsRefusedAndCounted()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyHookPlugin());
            options.RpcHooks.Add("my-hook");
            options.PluginOptions["Template.1"] = new JsonObject { ["topicPrefix"] = "secret-" };
        });
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => it.EnableMeasurementEvents(instrument) };
        var counted = 0L;
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Interlocked.Add(ref counted, instrument.Name == "my-hook.refused" ? value : 0));
        listener.Start();

        await mq.SendAsync("orders", "passes");
        var refusal = await Assert.ThrowsAnyAsync<MqClientException>(() => mq.SendAsync("secret-plans", "is refused"));

        Assert.Contains("send to another one", refusal.Message);
        Assert.Equal(1, Interlocked.Read(ref counted));
        Assert.Equal("passes"u8.ToArray(), Assert.Single(await mq.ReadAllAsync("orders")).Body.ToArray());
    }
}
