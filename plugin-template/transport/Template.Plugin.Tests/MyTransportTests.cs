using PluggableMQ.Testing;

namespace Template.Plugin.Tests;

/// <summary>A whole queue over the transport: NameServer, broker and producer in this process.</summary>
public sealed class MyTransportTests
{
    [Fact]
    public async Task Queue_OverTheTransport_SendsAndReads()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyTransportPlugin());
            options.Transport = "my-transport";
        });

        for (var i = 0; i < 10; i++) await mq.SendAsync("orders", $"m{i}");

        Assert.Equal(10, (await mq.ReadAllAsync("orders")).Count);
    }
}
