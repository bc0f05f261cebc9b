using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;

namespace PluggableMQ.Hosting.Tests.Roles;

/// <summary>Producers that come and go leave nothing of plugins behind.</summary>
public class ManyProducersTests
{
    [Fact]
    public async Task StartAndShutdown_ManyTimes_GivesAllLeasesBack()
    {
        await using var host = CompiledInPlugins.Open();
        await using var client = host.CreateClient(new SettingLayer("test", [new("namesrvAddr", "127.0.0.1:1"), new("producerGroup", "many")]));
        await client.StartAsync();
        string[] plugins = ["PluggableMQ.Addressing.Static", "PluggableMQ.QueueSelection.RoundRobin"];
        for (var i = 0; i < 200; i++)
        {
            await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
            await producer.StartAsync();
            if (i == 0) Assert.All(plugins, p => Assert.Single(host.Catalog.Find(p)!.Generation!.Holders));
        }

        Assert.All(plugins, p => Assert.Empty(host.Catalog.Find(p)!.Generation!.Holders));
    }
}
