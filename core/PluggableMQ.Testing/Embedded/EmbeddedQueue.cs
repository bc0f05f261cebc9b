using System.Runtime.ExceptionServices;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Transport.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Testing;

/// <summary>A whole queue in this process, for tests: a NameServer, a broker that is registered there, and the client side.</summary>
/// <remarks>
/// <para>It is composed as the hosts are, from plugins that are compiled in: no folder of plugins is needed, and without
/// <see cref="EmbeddedQueueOptions"/> no socket and no message file is opened. Several can run at once; they know nothing of each other.</para>
/// <para>Thread-safe once it is started. Disposing stops clients, broker and NameServer, and removes its temporary directory.</para>
/// </remarks>
public sealed partial class EmbeddedQueue : IAsyncDisposable
{
    private readonly EmbeddedQueueOptions _options;
    private readonly DirectoryInfo _directory;
    private readonly Lock _gate = new();
    private readonly List<IAsyncDisposable> _clients = [];
    private readonly List<FrameProxy> _proxies = [];
    private PluginHost? _host;
    private NameServerHost? _nameServer;
    private BrokerHost? _broker;
    private ClientHost? _client;
    private MqAdminClient? _admin;

    private EmbeddedQueue(EmbeddedQueueOptions options, DirectoryInfo directory)
    {
        _options = options;
        _directory = directory;
    }

    /// <summary>The NameServer's address, as <c>-n</c> and <c>namesrvAddr</c> take it. With transport <c>inmemory</c> it is known inside the queue only.</summary>
    public string NameServerAddress => Reachable(NameServer.Endpoint!.ToString());

    /// <summary>The broker's address, as its NameServer tells it to clients.</summary>
    public string BrokerAddress => Broker.AdvertisedAddress;

    /// <summary>The NameServer.</summary>
    public NameServerHost NameServer => _nameServer!;

    /// <summary>The broker.</summary>
    public BrokerHost Broker => _broker!;

    /// <summary>The client side: its factory makes any further client, its options reach this queue.</summary>
    public ClientHost Client => _client!;

    /// <summary>An administration client of this queue.</summary>
    public MqAdminClient Admin => _admin!;

    /// <summary>The temporary directory; goes with the queue.</summary>
    public string Directory => _directory.FullName;

    /// <summary>Starts a queue.</summary>
    /// <param name="configure">Says what differs from the defaults; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue, ready: the broker is registered, topics are made by the first send.</returns>
    /// <exception cref="Hosting.HostConfigurationException">Names or settings are wrong; carries all failures.</exception>
    public static async Task<EmbeddedQueue> StartAsync(Action<EmbeddedQueueOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new EmbeddedQueueOptions();
        configure?.Invoke(options);
        var queue = new EmbeddedQueue(options, System.IO.Directory.CreateTempSubdirectory("pmq-embedded-"));
        try
        {
            await queue.StartAllAsync(cancellationToken).ConfigureAwait(false);
            return queue;
        }
        catch
        {
            // Why it did not start is what the caller is to see, also where a part that has not started does not end either.
            await queue.EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops all, and removes the temporary directory.</summary>
    /// <returns>A task that ends when nothing is left. Parts that fail at their end do not keep the others from it; it then fails with what
    /// they threw. A plugin that fails at its end is logged.</returns>
    public async ValueTask DisposeAsync()
    {
        var failures = await EndAsync().ConfigureAwait(false);
        if (failures.Count == 1) ExceptionDispatchInfo.Throw(failures[0]);
        if (failures.Count > 1) throw new AggregateException("Several parts of the embedded queue failed at their end.", failures);
    }

    private async Task<List<Exception>> EndAsync()
    {
        IAsyncDisposable?[] parts;
        lock (_gate)
        {
            // Clients first: what they still send has somebody to answer.
            parts = [.. _clients, .. _proxies, _admin, _client, _broker, _nameServer, _host];
            _clients.Clear();
            _proxies.Clear();
        }

        var failures = new List<Exception>();
        foreach (var part in parts)
        {
            try
            {
                if (part is not null) await part.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        try
        {
            _directory.Refresh();
            if (_directory.Exists) _directory.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add(e);
        }

        return failures;
    }

    private static IEnumerable<IPlugin> DefaultPlugins() =>
        [new InMemoryTransportPlugin(), new TcpTransportPlugin(), new InMemoryPlugin(), new CommitLogPlugin(), new RoundRobinPlugin(), new StaticPlugin()];

    // What listens on all addresses is reached on the loopback.
    private static string Reachable(string endpoint) => endpoint.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

    private static SettingLayer Layer(IEnumerable<KeyValuePair<string, string>> given, params (string Key, string Value)[] own)
        => new("embedded queue", [.. own.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)), .. given]);

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        var manifest = Path.Combine(_directory.FullName, "pluggablemq.json");
        await File.WriteAllTextAsync(manifest, EmbeddedManifest.Write(_options), cancellationToken).ConfigureAwait(false);
        _host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            CompiledIn = [.. DefaultPlugins().Concat(_options.Plugins).Select(plugin => new CompiledInPlugin(plugin))],
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
            LoggerFactory = _options.LoggerFactory,
            Clock = _options.Clock,
        });
        _nameServer = _host.CreateNameServer(Layer([], ("listenPort", "0"), ("kvConfigPath", Path.Combine(_directory.FullName, "kvConfig.json"))));
        await _nameServer.StartAsync(null, cancellationToken).ConfigureAwait(false);
        _broker = _host.CreateBroker(Layer(
            _options.BrokerSettings,
            ("namesrvAddr", NameServerAddress), ("listenPort", "0"), ("brokerIP1", "127.0.0.1"), ("brokerName", "embedded"), ("brokerClusterName", ClusterName),
            ("storePathRootDir", Path.Combine(_directory.FullName, "store"))));
        await _broker.StartAsync(null, cancellationToken).ConfigureAwait(false);
        _client = _host.CreateClient(Layer(_options.ClientSettings, ("namesrvAddr", NameServerAddress)));
        await _client.StartAsync(null, cancellationToken).ConfigureAwait(false);
        _admin = _client.Factory.CreateAdminClient(_client.Options);
        await _admin.StartAsync(cancellationToken).ConfigureAwait(false);
    }
}
