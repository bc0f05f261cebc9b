using Autofac;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>Runs the code of docs/client.md against a NameServer and a broker as processes.</summary>
public sealed class DocsSnippetTests
{
    [Fact]
    public async Task Snippets_OnACluster_DoWhatThePageSays()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateTopicAsync("Orders");
        var folder = Path.Combine(Path.GetDirectoryName(HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"))!, "plugins");

        Assert.Equal(SendStatus.SendOk, (await DocsSnippets.ServiceCollectionAsync(cluster.NameServerAddress, TextWriter.Null)).Status);
        Assert.Equal(SendStatus.SendOk, (await DocsSnippets.PluginHostAsync(cluster.NameServerAddress, folder)).Status);
        await using var container = DocsSnippets.RegisterAutofac(cluster.NameServerAddress, folder);
        var factory = container.Resolve<MqClientFactory>();
        var client = container.Resolve<MqClientOptions>();
        await using var producer = factory.CreateProducer(new ProducerOptions { ProducerGroup = "docs" }, client);
        await producer.StartAsync();
        await DocsSnippets.SendAsync(producer);
        Assert.StartsWith("never sent", await DocsSnippets.ErrorsAsync(producer, new Message("Orders", default)), StringComparison.Ordinal);
        Assert.Equal("sent", await DocsSnippets.ErrorsAsync(producer, new Message("Orders", "e"u8.ToArray())));
        // The late one and the one without an answer may or may not be there yet.
        Assert.InRange(await DocsSnippets.PullAsync(factory, client, TextWriter.Null), 105, 107);
    }
}
