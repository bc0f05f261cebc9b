using System.Text.Json.Nodes;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The dispatcher in a whole queue: NameServer, broker and producer in this process.</summary>
public sealed class MyTraceTests
{
    [Fact]
    public async Task Send_OneMessage_IsOneLine()
    {
        var file = Path.GetTempFileName();
        string id;
        await using (var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyTracePlugin());
            options.Tracing = "my-trace";
            options.PluginOptions["Template.1"] = new JsonObject { ["file"] = file };
        }))
        {
            id = (await mq.SendAsync("orders", "hello")).MessageId;
        }

        // A producer that stops hands on what is left of its traces.
        var line = Assert.Single(await File.ReadAllLinesAsync(file));
        Assert.Contains("Pub ok", line);
        Assert.Contains($"topic=orders id={id}", line);
        File.Delete(file);
    }
}
