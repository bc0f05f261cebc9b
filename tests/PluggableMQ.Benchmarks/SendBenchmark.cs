using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Benchmarks;

/// <summary>Sends of 128 bytes over TCP, 64 at a time, NameServer, broker and producer in one process: without hooks, and with three at each end
/// and a selection strategy that were loaded from a plugin folder.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 5, iterationCount: 15)]
public class SendBenchmark
{
    private const int Senders = 64;
    private const int SendsEach = 100;

    private readonly List<IAsyncDisposable> _owned = [];
    private readonly Task[] _running = new Task[Senders];
    private readonly Message _message = new() { Topic = "BenchmarkTest", Body = new byte[128] };
    private Producer _producer = null!;
    private string _root = null!;

    /// <summary>Whether extensions are loaded from a folder.</summary>
    [Params(false, true)]
    public bool Loaded { get; set; }

    /// <summary>Starts all.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        _root = Directory.CreateTempSubdirectory("pmq-bench-").FullName;
        var manifest = Path.Combine(_root, "pluggablemq.json");
        var (hooks, strategy) = Loaded ? ("\"pass-1\", \"pass-2\", \"pass-3\"", "well-behaved") : ("", "round-robin");
        await File.WriteAllTextAsync(manifest, $$"""{ "storage": "inmemory", "rpcHooks": [{{hooks}}], "queueSelection": "{{strategy}}" }""");
        var host = Own(PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            PluginDirectories = [LoadedPlugins.Folder],
            CompiledIn = [.. new IPlugin[] { new StaticPlugin(), new RoundRobinPlugin(), new InMemoryPlugin(), new TcpTransportPlugin() }.Select(p => new CompiledInPlugin(p))],
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        }));
        var nameServer = Own(host.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_root, "kv.json")))));
        await nameServer.StartAsync();
        var address = nameServer.Endpoint!.ToString();
        var broker = Own(host.CreateBroker(Layer(
            ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("brokerName", "bench"), ("namesrvAddr", address),
            ("storePathRootDir", Path.Combine(_root, "store")))));
        await broker.StartAsync();
        var client = Own(host.CreateClient(Layer(("namesrvAddr", address))));
        await client.StartAsync();
        _producer = Own(client.Factory.CreateProducer(new ProducerOptions { ProducerGroup = "bench" }, client.Options));
        await _producer.StartAsync();
        await SendManyAsync();
    }

    /// <summary>Stops all.</summary>
    [GlobalCleanup]
    public async Task CleanUp()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) await owned.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>One send, of many.</summary>
    [Benchmark(OperationsPerInvoke = Senders * SendsEach)]
    public async Task Send()
    {
        for (var i = 0; i < Senders; i++) _running[i] = SendManyAsync();
        foreach (var running in _running) await running;
    }

    private async Task SendManyAsync()
    {
        var message = new Message { Topic = _message.Topic, Body = _message.Body };
        for (var i = 0; i < SendsEach; i++) await _producer.SendAsync(message);
    }

    private T Own<T>(T owned) where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("benchmark", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);
}
