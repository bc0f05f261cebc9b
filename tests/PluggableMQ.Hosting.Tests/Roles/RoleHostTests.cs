using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Tests.Roles;

public sealed class RoleHostTests : IDisposable
{
    private const string Topic = "Orders";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tcp", "inmemory", "round-robin")]
    [InlineData("inmemory", "inmemory", "latency-aware")]
    [InlineData("inmemory", "commitlog", "round-robin")]
    public async Task Roles_OfOneProcess_ShareThePluginsThatTheManifestNames(string transport, string storage, string selection)
    {
        var manifest = _folder.Write("m.json", $$"""{ "transport": "{{transport}}", "storage": "{{storage}}", "queueSelection": "{{selection}}", "tracing": "log" }""");
        await using var host = CompiledInPlugins.Open(manifest);
        await using var nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json"))));
        await nameServer.StartAsync();
        await using var broker = host.CreateBroker(BrokerLayer(nameServer));
        await broker.StartAsync();
        await using var client = host.CreateClient(Layer(("namesrvAddr", nameServer.Endpoint!.ToString()), ("producerGroup", "test")));
        await client.StartAsync();

        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();
        var sent = await producer.SendAsync(new Message { Topic = Topic, Body = Encoding.UTF8.GetBytes("hello") });
        await using var consumer = client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "readers" }, client.Options);
        await consumer.StartAsync();
        var pulled = await consumer.PullAsync(sent.Queue, "*", sent.QueueOffset, 1, suspend: false);

        Assert.Equal("hello", Encoding.UTF8.GetString(Assert.Single(pulled.Messages).Body.Span));
        string[] used = [$"transport {transport}", $"storage {storage}", $"queueSelection {selection}", "addressing static", "rpcHook metrics", "tracing log"];
        Assert.Equal(used.Order(), host.Catalog.Entries.SelectMany(e => e.InUse).Select(e => e.ToString()).Order());
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsHarmless()
    {
        await using var host = CompiledInPlugins.Open(_folder.Write("m.json", "{}"));
        var nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json"))));
        await nameServer.StartAsync();

        await nameServer.DisposeAsync();
        await nameServer.DisposeAsync();
    }

    [Fact]
    public async Task CreateBroker_PluginMissing_SaysWhichAndWhereAndWhatIsThere()
    {
        await using var host = PluginHost.Open(new PluginHostOptions { PluginDirectories = [_folder.Root], Role = HostRole.Broker });

        var failure = Assert.Throws<PluginNotFoundException>(() => host.CreateBroker());

        Assert.Contains("transport 'tcp' is in use and comes from plugin PluggableMQ.Transport.Tcp, which is not there.", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Looked in: {_folder.Root}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("There: no plugin.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateBroker_SettingThatTheBrokerRefuses_NamesItsSource()
    {
        await using var host = CompiledInPlugins.Open(_folder.Write("m.json", """{ "storage": "inmemory" }"""));

        var failure = Assert.Throws<HostConfigurationException>(() => host.CreateBroker(new SettingLayer("broker.conf", [new("listenPort", "70000")])));

        Assert.StartsWith("broker.conf: listenPort: 70000 is no port.", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateBroker_UnknownStorage_ListsTheKnownOnes()
    {
        await using var host = CompiledInPlugins.Open(_folder.Write("m.json", """{ "storage": "inmemry" }"""));

        Assert.Contains("No plugin provides storage 'inmemry'; did you mean 'inmemory'? Known: commitlog, inmemory.", Assert.Throws<PluginNotFoundException>(() => host.CreateBroker()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NameServersPortTaken_FailsAndReleasesWhatItHad()
    {
        await using var host = CompiledInPlugins.Open();
        await using var first = host.CreateNameServer(NameServerLayer("0"));
        await first.StartAsync();
        var port = first.Endpoint!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var second = host.CreateNameServer(NameServerLayer(port));

        var failure = await Assert.ThrowsAsync<Abstractions.Transport.TransportException>(() => second.StartAsync().AsTask());

        Assert.Contains(port, failure.Message, StringComparison.Ordinal);
        Assert.Single(OperatorErrors.Explain(failure));
    }

    [Fact]
    public async Task StartAsync_StoreThrows_NamesThePluginAmongThoseOfTheStoreAndThePhase()
    {
        await using var host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = _folder.Write("m.json", """{ "storage": "inmemory", "storeDecorators": ["stubborn"], "rpcHooks": [] }"""),
            PluginDirectories = [], CompiledIn = [.. CompiledInPlugins.All(), new CompiledInPlugin(new StubbornPlugin()) { Id = "Acme.Stubborn" }], Role = HostRole.Broker,
        });
        await using var broker = host.CreateBroker(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("storePathRootDir", Path.Combine(_folder.Root, "store"))));

        var failure = await Assert.ThrowsAsync<PluginException>(() => broker.StartAsync().AsTask());

        Assert.StartsWith("Plugin Acme.Stubborn in ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(" failed (Start): storeDecorator 'stubborn' did not start: InvalidOperationException: not today", failure.Message, StringComparison.Ordinal);
        var entry = host.Catalog.Find("Acme.Stubborn")!;
        Assert.Equal((PluginStatus.Failed, (PluginPhase?)PluginPhase.Start), (entry.Status, entry.FailedIn));
        Assert.Contains("Mend the plugin", Assert.Single(OperatorErrors.Explain(failure)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Listening_IsAnnouncedOnce()
    {
        await using var host = CompiledInPlugins.Open();
        await using var nameServer = host.CreateNameServer(NameServerLayer("0"));
        var announced = new List<string>();

        await nameServer.StartAsync(() => announced.Add(nameServer.Endpoint!.ToString()));

        Assert.Equal(nameServer.Endpoint!.ToString(), Assert.Single(announced));
        Assert.True(await nameServer.StopAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => nameServer.StartAsync().AsTask());
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    private SettingLayer NameServerLayer(string port) => Layer(("listenPort", port), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json")));

    private SettingLayer BrokerLayer(NameServerHost nameServer) => Layer(
        ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("brokerName", "test"), ("namesrvAddr", nameServer.Endpoint!.ToString()),
        ("storePathRootDir", Path.Combine(_folder.Root, "store")), ("mappedFileSizeCommitLog", "16777216"), ("maxHashSlotNum", "1000"), ("maxIndexNum", "4000"));

    private sealed class StubbornPlugin : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context) => registry.Add(PluginKinds.StoreDecorator, "stubborn", given => new StubbornStore(given.Inner));
    }

    private sealed class StubbornStore(IMessageStore inner) : IMessageStore
    {
        public bool IsDurable => inner.IsDurable;

        public IMessageAppender Appender => inner.Appender;

        public IMessageReader Reader => inner.Reader;

        public IStoreHealth Health => inner.Health;

        public ValueTask StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("not today");

        public ValueTask StopAsync(CancellationToken cancellationToken) => default;

        public TFeature? GetFeature<TFeature>() where TFeature : class => inner.GetFeature<TFeature>();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
