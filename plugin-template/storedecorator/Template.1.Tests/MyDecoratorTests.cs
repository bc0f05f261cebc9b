using System.Text.Json.Nodes;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The decorator in a whole queue: NameServer, broker and producer in this process, and the store in memory below it.</summary>
public sealed class MyDecoratorTests
{
    [Fact]
    public async Task Send_BodiesThatRepeat_AreWholeAndTakeLittleRoom()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyDecoratorPlugin());
            options.StoreDecorators.Add("my-decorator");
            options.PluginOptions["Template.1"] = new JsonObject { ["minBytes"] = 100 };
            // Room for six of them as they are.
            options.PluginOptions["PluggableMQ.Storage.InMemory"] = new JsonObject { ["maxBytes"] = 65536 };
        });
        await mq.CreateTopicAsync("orders", queues: 1);
        var bodies = Enumerable.Range(0, 20).Select(i => string.Concat(Enumerable.Repeat($"order {i}, ", 1_000))).Prepend("short").ToList();

        foreach (var body in bodies) await mq.SendAsync("orders", body);

        Assert.Equal(bodies, (await mq.ReadAllAsync("orders")).Select(message => System.Text.Encoding.UTF8.GetString(message.Body.Span)));
    }
}
