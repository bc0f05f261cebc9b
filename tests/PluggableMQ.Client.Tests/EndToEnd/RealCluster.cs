using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Tracing.Topic;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Client.Tests.EndToEnd;

/// <summary>A real NameServer, a real broker and a client, composed as a host does.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly PluginHost _host;
    private readonly NameServerHost _nameServer;
    private BrokerHost? _broker;
    private ClientHost? _client;

    private RealCluster(DirectoryInfo directory, PluginHost host)
    {
        _directory = directory;
        _host = host;
        _nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("kvConfigPath", Path.Combine(directory.FullName, "kvConfig.json"))));
    }

    public MqClientFactory Factory => _client!.Factory;

    /// <summary>Client settings that reach this NameServer; routes are asked for often, so that tests need not wait long.</summary>
    public MqClientOptions Options => new() { NamesrvAddr = _nameServer.Endpoint!.ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), PollNameServerInterval = 100 };

    public static async Task<RealCluster> StartAsync(string transport, string tracing = "none")
    {
        var directory = Directory.CreateTempSubdirectory("pmq-client-");
        var manifest = Path.Combine(directory.FullName, "pluggablemq.json");
        await File.WriteAllTextAsync(manifest, $$"""
            { "pluginDirectories": [], "transport": "{{transport}}", "storage": "inmemory", "tracing": "{{tracing}}", "rpcHooks": [] }
            """);
        IPlugin[] plugins = [new TcpTransportPlugin(), new InMemoryTransportPlugin(), new InMemoryPlugin(), new RoundRobinPlugin(), new StaticPlugin(), new TopicPlugin()];
        var host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            CompiledIn = Array.ConvertAll(plugins, plugin => new CompiledInPlugin(plugin)),
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        });
        var cluster = new RealCluster(directory, host);
        await cluster._nameServer.StartAsync();
        await cluster.StartBrokerAsync();
        cluster._client = host.CreateClient(Layer(("namesrvAddr", cluster.Options.NamesrvAddr!)));
        await cluster._client.StartAsync();
        return cluster;
    }

    /// <summary>Stops the broker, if one runs, and starts another one of the same name, with an empty store, on another port.</summary>
    public async Task StartBrokerAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        _broker = _host.CreateBroker(Layer(
            ("namesrvAddr", Options.NamesrvAddr!), ("listenPort", "0"), ("brokerIP1", "127.0.0.1"), ("brokerName", "broker-a"),
            ("traceTopicEnable", "true"), ("storePathRootDir", Path.Combine(_directory.FullName, Guid.NewGuid().ToString()))));
        await _broker.StartAsync();
    }

    public async Task<Producer> StartProducerAsync(Action<ProducerOptions>? configure = null)
    {
        var options = new ProducerOptions { ProducerGroup = "e2e_producer" };
        configure?.Invoke(options);
        var producer = Factory.CreateProducer(options, Options);
        await producer.StartAsync();
        return producer;
    }

    public async Task<PullConsumer> StartConsumerAsync()
    {
        var consumer = Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "e2e_consumer" }, Options);
        await consumer.StartAsync();
        return consumer;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        await _nameServer.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static SettingLayer Layer(params (string Key, string Value)[] values)
        => new("test", [.. values.Select(value => KeyValuePair.Create(value.Key, value.Value))]) { IsOptional = true };
}
