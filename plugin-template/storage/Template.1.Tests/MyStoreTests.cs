using System.Text.Json.Nodes;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The store in a whole queue: NameServer, broker and producer in this process.</summary>
public sealed class MyStoreTests
{
    [Fact]
    public async Task Send_MoreThanIsKept_TheNewestAreThere()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyStorePlugin());
            options.Storage = "my-store";
            options.PluginOptions["Template.1"] = new JsonObject { ["maxMessages"] = 3 };
        });
        await mq.CreateTopicAsync("orders", queues: 1);

        for (var i = 0; i < 5; i++) await mq.SendAsync("orders", $"m{i}", keys: $"{i}");

        Assert.Equal(["2", "3", "4"], (await mq.ReadAllAsync("orders")).Select(message => message.Keys));
    }
}
