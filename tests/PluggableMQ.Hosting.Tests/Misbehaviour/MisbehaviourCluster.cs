using System.Diagnostics.Metrics;
using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>A NameServer, a broker and a client over TCP. The broker and the client load what misbehaves from a folder, as their manifests say.</summary>
internal sealed class MisbehaviourCluster : IAsyncDisposable
{
    private const string Topic = "Orders";

    private readonly List<IAsyncDisposable> _owned = [];
    private readonly TempFolder _folder = new();

    private MisbehaviourCluster()
    {
    }

    /// <summary>The fixtures' gate.</summary>
    public TestGate Gate { get; } = new();

    /// <summary>What all three log.</summary>
    public LogCollector Log { get; } = new();

    public NameServerHost NameServer { get; private set; } = null!;

    public BrokerHost Broker { get; private set; } = null!;

    public ClientHost Client { get; private set; } = null!;

    public Producer Producer { get; private set; } = null!;

    /// <summary>Starts all, with a producer that does not retry.</summary>
    /// <param name="broker">What the broker's manifest says beyond the defaults, as the inside of a JSON object.</param>
    /// <param name="client">Likewise the client's.</param>
    /// <param name="clientClock">The client's clock; null for the system's.</param>
    public static async Task<MisbehaviourCluster> StartAsync(string broker = "", string client = "", TimeProvider? clientClock = null)
    {
        var cluster = new MisbehaviourCluster();
        try
        {
            await cluster.StartHostsAsync(broker, client, clientClock ?? TimeProvider.System);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes and starts a producer.</summary>
    public async Task<Producer> AddProducerAsync(string group)
    {
        var options = new ProducerOptions { ProducerGroup = group, RetryTimesWhenSendFailed = 0, SendMsgTimeout = 30_000 };
        var producer = Client.Factory.CreateProducer(options, Client.Options);
        await producer.StartAsync();
        _owned.Add(producer);
        return producer;
    }

    /// <summary>Sends one message.</summary>
    public ValueTask<SendResult> SendAsync(string topic = Topic) => Producer.SendAsync(new Message { Topic = topic, Body = Encoding.UTF8.GetBytes("hello") });

    /// <summary>Sends one message that fails, and gives the error.</summary>
    public async Task<MqClientException> FailToSendAsync() => await Assert.ThrowsAnyAsync<MqClientException>(() => SendAsync().AsTask());

    /// <summary>Sends until a hook of the broker is switched off. That takes five sends, and more when other requests come between.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="send">Sends once, whatever comes of it.</param>
    public async Task SwitchOffAsync(string hook, Func<Task> send)
    {
        for (var i = 0; i < 100 && Health(Broker, PluginKinds.RpcHook, hook).State != PluginHealthState.SwitchedOff; i++) await send();
        Assert.Equal(PluginHealthState.SwitchedOff, Health(Broker, PluginKinds.RpcHook, hook).State);
    }

    /// <summary>The health of one extension.</summary>
    public static PluginHealth Health(RoleHost host, PluginKind kind, string name)
    {
        var health = Assert.Single(host.CollectPluginHealth(), h => h.Kind == kind.Name && h.Name == name);
        Assert.Equal("Fixtures.Misbehaving", health.PluginId);
        return health;
    }

    /// <summary>Reads an instrument of the meter of plugins, for one extension.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="name">The extension.</param>
    /// <param name="counted">The counter, for the instrument of events.</param>
    public static long ReadMetric(string instrument, string name, string? counted = null)
    {
        var values = new List<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, l) =>
        {
            if (published.Meter.Name == "PluggableMQ.Plugins" && published.Name == instrument) l.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return Assert.Single(values);

        void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary();
            if ((string)all["name"]! == name && (counted is null || (string)all["event"]! == counted)) values.Add(value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        foreach (var owned in Enumerable.Reverse(_owned)) await owned.DisposeAsync();
        Log.Dispose();
        _folder.Dispose();
    }

    private async Task StartHostsAsync(string broker, string client, TimeProvider clientClock)
    {
        NameServer = Own(Open("nameserver", "", TimeProvider.System)).CreateNameServer(Layer(("kvConfigPath", Path.Combine(_folder.Root, "kv.json")), ("bindAddress", "127.0.0.1"), ("listenPort", "0")));
        _owned.Add(NameServer);
        await NameServer.StartAsync();
        Broker = Own(Open("broker", broker, TimeProvider.System)).CreateBroker(Layer(
            ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("brokerName", "test"), ("namesrvAddr", NameServer.Endpoint!.ToString()),
            ("storePathRootDir", Path.Combine(_folder.Root, "store"))));
        _owned.Add(Broker);
        await Broker.StartAsync();
        Client = Own(Open("client", client, clientClock)).CreateClient(Layer(("namesrvAddr", NameServer.Endpoint!.ToString())));
        _owned.Add(Client);
        await Client.StartAsync();
        Producer = await AddProducerAsync("first");
    }

    private PluginHost Own(PluginHost host)
    {
        _owned.Add(host);
        return host;
    }

    private PluginHost Open(string name, string manifest, TimeProvider clock) => PluginHost.Open(new PluginHostOptions
    {
        ManifestFile = _folder.Write($"{name}.json", $$"""
            { "storage": "inmemory", "options": { "Fixtures.Misbehaving": { "gate": "{{Gate.Key}}" } }{{(manifest.Length > 0 ? ", " : "")}}{{manifest}} }
            """),
        PluginDirectories = [Path.Combine(AppContext.BaseDirectory, "fixtures")],
        CompiledIn = CompiledInPlugins.All(),
        Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        LoggerFactory = Log,
        Clock = clock,
    });

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);
}
