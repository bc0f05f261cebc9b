using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>A NameServer and a broker that stay as they are, and a client host whose plugins are exchanged: its plugin folder and its manifest are files.</summary>
internal sealed class SwapCluster : IAsyncDisposable
{
    public const string Topic = "Orders";

    private readonly TempFolder _folder = new();
    private readonly PluginHost _servers;
    private readonly NameServerHost _nameServer;
    private readonly BrokerHost _broker;

    private SwapCluster(bool isWatching)
    {
        Directory.CreateDirectory(PluginDirectory);
        WriteManifest("{}");
        _servers = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = _folder.Write("servers.json", ServersWith("marks")),
            PluginDirectories = [Directory.CreateDirectory(Path.Combine(_folder.Root, "server-plugins")).FullName],
            CompiledIn = [.. CompiledInPlugins.All(), new CompiledInPlugin(new MarksPlugin(Marks)) { Id = "Marks" }],
            Role = HostRole.NameServer | HostRole.Broker,
        });
        _nameServer = _servers.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json"))));
        _nameServer.StartAsync().AsTask().GetAwaiter().GetResult();
        _broker = _servers.CreateBroker(Layer(
            ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("brokerName", "test"), ("namesrvAddr", NameServer),
            ("storePathRootDir", Path.Combine(_folder.Root, "store"))));
        IsWatching = isWatching;
    }

    /// <summary>What the client's hook wrote into the requests that the broker received, and how often.</summary>
    public ConcurrentDictionary<string, int> Marks { get; } = new();

    public bool IsWatching { get; }

    public string PluginDirectory => Path.Combine(_folder.Root, "plugins");

    public string ManifestFile => Path.Combine(_folder.Root, "pluggablemq.json");

    public string NameServer => _nameServer.Endpoint!.ToString();

    public PluginHost Host { get; private set; } = null!;

    public ClientHost Client { get; private set; } = null!;

    /// <summary>Starts everything.</summary>
    /// <param name="manifest">The client's manifest.</param>
    /// <param name="version">The version of the fixture that is there at first.</param>
    /// <param name="isWatching">Whether changes are noticed by themselves, if the manifest says so too.</param>
    /// <param name="shipped">The project's own plugins that the client loads from its folder; it has none compiled in then. None: all compiled in.</param>
    /// <param name="log">What the client logs.</param>
    /// <param name="admin">Where the client's admin endpoint listens; empty for none.</param>
    public static async Task<SwapCluster> StartAsync(string manifest, int version = 1, bool isWatching = false, LogCollector? log = null, string admin = "", params string[] shipped)
    {
        var cluster = new SwapCluster(isWatching);
        await cluster._broker.StartAsync();
        cluster.Install(version);
        foreach (var plugin in shipped) BuiltPlugin.CopyTo(plugin, cluster.PluginDirectory);
        cluster.WriteManifest(manifest);
        cluster.Host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = cluster.ManifestFile,
            PluginDirectories = [cluster.PluginDirectory],
            CompiledIn = shipped.Length == 0 ? CompiledInPlugins.All() : [],
            Role = HostRole.Client,
            HotSwap = isWatching,
            LoggerFactory = log ?? (ILoggerFactory)NullLoggerFactory.Instance,
        });
        cluster.Client = cluster.Host.CreateClient(Layer(("namesrvAddr", cluster.NameServer), ("producerGroup", "swappers"), ("adminListen", admin)));
        await cluster.Client.StartAsync();
        return cluster;
    }

    /// <summary>Puts a version of the fixture into its folder, file by file, as a copying operator does.</summary>
    public void Install(int version, string folder = "Fixtures.Swap")
    {
        var target = Directory.CreateDirectory(Path.Combine(PluginDirectory, folder)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", $"Fixtures.Swap.V{version}")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Puts a plugin that fails as it is told into a folder.</summary>
    /// <param name="fault">What it does wrong, see the fixture; <c>load-fails</c> breaks its assembly in a way that only its loading finds out.</param>
    /// <param name="id">Its id; the last part is the name of its hook and its strategy.</param>
    /// <param name="requires">The id of a plugin that it requires; null for none.</param>
    /// <param name="version">Its version.</param>
    /// <param name="folder">The folder; null for the id.</param>
    public void InstallFaulty(string fault = "ok", string id = "Fixtures.Faulty", string? requires = null, string version = "1.0.0", string? folder = null)
    {
        var target = Directory.CreateDirectory(Path.Combine(PluginDirectory, folder ?? id)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Faulty")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        var manifest = Path.Combine(target, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace("\"Fixtures.Faulty\",", $"\"{id}\",", StringComparison.Ordinal)
            .Replace("\"faulty\"", $"\"{id[(id.LastIndexOf('.') + 1)..].ToLowerInvariant()}\"", StringComparison.Ordinal)
            .Replace("\"requires\": []", $"\"requires\": [{(requires is null ? "" : $$"""{ "id": "{{requires}}" }""")}]", StringComparison.Ordinal)
            .Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(target, "fault.txt"), fault);
        if (fault != "load-fails") return;
        using var assembly = File.OpenWrite(Path.Combine(target, "Fixtures.Faulty.dll"));
        // Its last section, which holds no metadata.
        assembly.SetLength(assembly.Length - 512);
    }

    /// <summary>The hosts of the NameServer and the broker. Their plugin folder is <c>../server-plugins</c> beside that of the client.</summary>
    public PluginHost Servers => _servers;

    /// <summary>Changes the hooks of the broker, beside the one that counts marks.</summary>
    public void WriteServersManifest(params string[] hooks) => File.Move(_folder.Write("next.json", ServersWith([.. hooks, "marks"])), Path.Combine(_folder.Root, "servers.json"), overwrite: true);

    /// <summary>Writes the manifest as an editor does: a new file takes the old one's place.</summary>
    public void WriteManifest(string text) => File.Move(_folder.Write("next.json", text), ManifestFile, overwrite: true);

    public async Task<Producer> StartProducerAsync(string group = "swappers")
    {
        Client.ProducerOptions.ProducerGroup = group;
        var producer = Client.Factory.CreateProducer(Client.ProducerOptions, Client.Options);
        await producer.StartAsync();
        return producer;
    }

    public static async Task<int> SendAsync(Producer producer, string text = "x")
        => (await producer.SendAsync(new Message { Topic = Topic, Body = Encoding.UTF8.GetBytes(text) })).Queue.QueueId;

    /// <summary>Every message of the topic.</summary>
    public async Task<List<string>> ReadAllAsync(string topic = Topic) => [.. (await ReadMessagesAsync(topic)).Select(m => Encoding.UTF8.GetString(m.Body.Span))];

    /// <summary>Every message of a topic.</summary>
    public async Task<List<MessageExt>> ReadMessagesAsync(string topic)
    {
        await using var consumer = Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "readers" }, Client.Options);
        await consumer.StartAsync();
        var messages = new List<MessageExt>();
        foreach (var queue in await consumer.FetchSubscribeQueuesAsync(topic))
        {
            for (var offset = 0L; ;)
            {
                var pulled = await consumer.PullAsync(queue, "*", offset, 32, suspend: false);
                if (pulled.Messages.Count == 0) break;
                messages.AddRange(pulled.Messages);
                offset = pulled.NextBeginOffset;
            }
        }

        return messages;
    }

    public PluginEntry Swap => Host.Catalog.Find("Fixtures.Swap")!;

    public async ValueTask DisposeAsync()
    {
        if (Client is not null) await Client.DisposeAsync();
        if (Host is not null) await Host.DisposeAsync();
        await _broker.DisposeAsync();
        await _nameServer.DisposeAsync();
        await _servers.DisposeAsync();
        _folder.Dispose();
    }

    private static string ServersWith(params string[] hooks)
        => $$"""{ "storage": "inmemory", "rpcHooks": [{{string.Join(", ", hooks.Select(h => $"\"{h}\""))}}], "hotSwap": false }""";

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    private sealed class MarksPlugin(ConcurrentDictionary<string, int> marks) : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context) => registry.Add(PluginKinds.RpcHook, "marks", _ => new MarksHook(marks));
    }

    private sealed class MarksHook(ConcurrentDictionary<string, int> marks) : IRpcHook
    {
        public string Name => "marks";

        public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
        {
            if (context.RequestCode == RequestCode.SendMessageV2) marks.AddOrUpdate(context.GetField("swap") ?? "none", 1, static (_, count) => count + 1);
            return default;
        }

        public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => default;
    }
}
