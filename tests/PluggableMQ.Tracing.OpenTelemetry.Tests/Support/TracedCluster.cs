using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

/// <summary>A NameServer, a broker and a client over TCP, composed as hosts do; the trace plugin comes from its folder.</summary>
internal sealed class TracedCluster : IAsyncDisposable
{
    // A send that is tried again has a span more.
    private const int Patience = 60_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-otel-");
    private readonly PluginHost _host;
    private readonly NameServerHost _nameServer;
    private BrokerHost? _broker;

    private TracedCluster(string options)
    {
        var folder = Path.Combine(_directory.FullName, "plugins");
        Copy(PluginFolder, Path.Combine(folder, Path.GetFileName(PluginFolder)));
        var manifest = Path.Combine(_directory.FullName, "pluggablemq.json");
        File.WriteAllText(manifest, $$"""
            {
              "pluginDirectories": ["plugins"], "transport": "tcp", "storage": "inmemory", "tracing": "opentelemetry", "rpcHooks": [],
              "options": { "PluggableMQ.Tracing.OpenTelemetry": {{options}} }
            }
            """);
        IPlugin[] plugins = [new TcpTransportPlugin(), new InMemoryPlugin(), new RoundRobinPlugin(), new StaticPlugin()];
        _host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            CompiledIn = Array.ConvertAll(plugins, plugin => new CompiledInPlugin(plugin)),
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        });
        _nameServer = _host.CreateNameServer(Layer(("listenPort", "0"), ("kvConfigPath", Path.Combine(_directory.FullName, "kvConfig.json"))));
    }

    /// <summary>The plugin as it is built: tests/&lt;project&gt;/bin/&lt;configuration&gt;/&lt;framework&gt;/ is where this runs.</summary>
    public static string PluginFolder { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../..", "artifacts/plugins", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "PluggableMQ.Tracing.OpenTelemetry"));

    public ClientHost Client { get; private set; } = null!;

    public MqClientOptions Options => new()
    {
        NamesrvAddr = _nameServer.Endpoint!.ToString().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal),
        PollNameServerInterval = 100,
        MqClientApiTimeout = Patience,
    };

    /// <param name="options">The plugin's options, as JSON.</param>
    public static async Task<TracedCluster> StartAsync(string options)
    {
        var cluster = new TracedCluster(options);
        await cluster._nameServer.StartAsync();
        cluster._broker = cluster._host.CreateBroker(Layer(
            ("namesrvAddr", cluster.Options.NamesrvAddr!), ("listenPort", "0"), ("brokerIP1", "127.0.0.1"), ("brokerName", "broker-a"),
            ("storePathRootDir", Path.Combine(cluster._directory.FullName, "store"))));
        await cluster._broker.StartAsync();
        cluster.Client = cluster._host.CreateClient(Layer(("namesrvAddr", cluster.Options.NamesrvAddr!)));
        await cluster.Client.StartAsync();
        return cluster;
    }

    public async Task<Producer> StartProducerAsync(string group = "orders")
    {
        var producer = Client.Factory.CreateProducer(new ProducerOptions { ProducerGroup = group, SendMsgTimeout = Patience }, Options);
        await producer.StartAsync();
        return producer;
    }

    public async Task<PullConsumer> StartConsumerAsync()
    {
        var consumer = Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "billing", ConsumerPullTimeoutMillis = Patience }, Options);
        await consumer.StartAsync();
        return consumer;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        await _nameServer.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static SettingLayer Layer(params (string Key, string Value)[] values)
        => new("test", [.. values.Select(value => KeyValuePair.Create(value.Key, value.Value))]) { IsOptional = true };
}
