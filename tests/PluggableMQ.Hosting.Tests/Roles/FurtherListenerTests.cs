using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.Transport.UnixSocket;

namespace PluggableMQ.Hosting.Tests.Roles;

/// <summary>Servers that listen by several transports at once, on real sockets.</summary>
public sealed class FurtherListenerTests : IDisposable
{
    private const string Topic = "Orders";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Servers_OnTcpAndUnix_ServeAProducerOverEach()
    {
        await using var servers = Open("servers.json", """ "transports": ["unix"], "storage": "inmemory" """);
        await using var nameServer = servers.CreateNameServer(Layer(("listenPort", "0"), ("listeners", "unix"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json"))));
        await nameServer.StartAsync();
        var addresses = $"127.0.0.1:{nameServer.Endpoint!.Port}";
        await using var broker = servers.CreateBroker(Layer(
            ("listenPort", "0"), ("listeners", $"unix;unix://{_folder.Root}/extra.sock"), ("brokerIP1", "127.0.0.1"), ("brokerName", "both"), ("namesrvAddr", addresses),
            ("storePathRootDir", Path.Combine(_folder.Root, "store"))));
        await broker.StartAsync();

        var overTcp = await SendAsync(""" "transport": "tcp" """, addresses, "over tcp");
        var overUnix = await SendAsync(""" "transport": "unix" """, addresses, "over unix");

        Assert.Equal("unix", broker.FurtherEndpoints[0].Scheme);
        Assert.Equal(broker.Endpoint!.Port, broker.FurtherEndpoints[0].Port);
        Assert.True(File.Exists(Path.Combine(_folder.Root, $"0.0.0.0_{broker.Endpoint.Port}.sock")));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "extra.sock")));
        Assert.Equal(nameServer.Endpoint.Port, Assert.Single(nameServer.FurtherEndpoints).Port);
        Assert.Equal(("over tcp", "over unix"), (overTcp, overUnix));
        Assert.Contains(new EffectiveSetting("listeners", $"unix;unix://{_folder.Root}/extra.sock", "test"), broker.Settings.All);

        Assert.True(await broker.StopAsync());
        Assert.Empty(Directory.GetFiles(_folder.Root, "extra.sock"));
    }

    [Fact]
    public async Task StartAsync_ListenerOfATransportThatIsNotThere_SaysWhichAreAndReleasesThePort()
    {
        await using var host = Open("m.json", """ "rpcHooks": [] """);
        await using var nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("listeners", "ws://0.0.0.0:0"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json"))));

        var failure = await Assert.ThrowsAsync<Abstractions.Transport.TransportException>(() => nameServer.StartAsync().AsTask());

        Assert.Contains("No transport serves the scheme 'ws'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Known schemes: tcp.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:10912")]
    [InlineData("unix,ws")]
    [InlineData("ws://")]
    public async Task Create_ListenerThatIsNone_NamesItAndItsSource(string listener)
    {
        await using var host = Open("m.json", """ "storage": "inmemory" """);
        var layer = Layer(("listeners", $"unix; {listener}"));
        var expected = $"test: listeners: '{listener}' is no listener. Write a scheme, or scheme://host:port; several with ; between: unix;ws://0.0.0.0:8080.";

        Assert.Equal(expected, Assert.Single(Assert.Throws<HostConfigurationException>(() => host.CreateBroker(layer)).Failures));
        Assert.Equal(expected, Assert.Single(Assert.Throws<HostConfigurationException>(() => host.CreateNameServer(layer)).Failures));
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    // A client of its own, whose only transport is the one that the manifest names; reads back what it sent.
    private async Task<string> SendAsync(string manifest, string addresses, string text)
    {
        await using var host = Open("client.json", manifest);
        await using var client = host.CreateClient(Layer(("namesrvAddr", addresses), ("producerGroup", "senders")));
        await client.StartAsync();
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();
        var sent = await producer.SendAsync(new Message(Topic, Encoding.UTF8.GetBytes(text)));
        await using var consumer = client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "readers" }, client.Options);
        await consumer.StartAsync();
        return Encoding.UTF8.GetString(Assert.Single((await consumer.PullAsync(sent.Queue, "*", sent.QueueOffset, 1, suspend: false)).Messages).Body.Span);
    }

    private PluginHost Open(string file, string keys) => PluginHost.Open(new PluginHostOptions
    {
        ManifestFile = _folder.Write(file, $$"""{ {{keys}}, "options": { "PluggableMQ.Transport.UnixSocket": { "directory": "{{_folder.Root}}" } } }"""),
        PluginDirectories = [],
        CompiledIn = [.. CompiledInPlugins.All(), new CompiledInPlugin(new UnixSocketPlugin())],
        Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
    });
}
