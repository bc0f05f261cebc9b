using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The strategy in a whole queue: NameServer, broker and producer in this process.</summary>
public sealed class MySelectionTests
{
    [Fact]
    public async Task Send_OneKey_StaysInOneQueue()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MySelectionPlugin());
            options.QueueSelection = "my-selection";
        });
        await mq.CreateTopicAsync("orders", queues: 8);

        for (var i = 0; i < 20; i++) await mq.SendAsync("orders", $"keyed {i}", keys: "customer-1");
        var keyed = (await mq.ReadAllAsync("orders")).Select(message => message.QueueId).Distinct();
        Assert.Single(keyed);

        for (var i = 0; i < 20; i++) await mq.SendAsync("orders", $"plain {i}");
        Assert.Equal(8, (await mq.ReadAllAsync("orders")).Select(message => message.QueueId).Distinct().Count());
    }
}
