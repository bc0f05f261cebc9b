using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
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

/// <summary>What three pass-through hooks, loaded from a plugin folder, cost of the throughput of sends. Each round measures all variants one after the
/// other in one process, exchanging the hooks while it runs, so that what else the machine does falls on all of them alike; the medians count.</summary>
internal static class HookCost
{
    private const int Senders = 64;
    private const int SendsEach = 300;

    // Code that is still being compiled anew, or counted for it, is not what is measured.
    private const int WarmUpSendsEach = 8000;
    private const int WarmUpRounds = 2;
    private const string Hooks = "\"pass-1\", \"pass-2\", \"pass-3\"";

    private static readonly (string Name, bool Broker, bool Producer)[] Variants =
        [("no hooks", false, false), ("3 in the broker", true, false), ("3 in the producer", false, true), ("3 at both ends", true, true)];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="running">The NameServer of a broker that runs as a process of its own; null for both in this process.</param>
    public static async Task RunAsync(int rounds, string? running)
    {
        var root = Directory.CreateTempSubdirectory("pmq-bench-");
        var clientManifest = Path.Combine(root.FullName, "client.json");
        await WriteAsync(clientManifest, false);
        await using var servers = running is null ? await Servers.StartAsync(root.FullName) : null;
        var address = running ?? servers!.Address;
        var variants = Variants.Where(v => servers is not null || !v.Broker).ToArray();
        await using var clients = Open(clientManifest, HostRole.Client);
        KeepLoaded(clients);
        await using var client = clients.CreateClient(Layer(("namesrvAddr", address)));
        await client.StartAsync();
        await using var producer = client.Factory.CreateProducer(new ProducerOptions { ProducerGroup = "bench" }, client.Options);
        await producer.StartAsync();

        var times = variants.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var sends = round < 0 ? WarmUpSendsEach : SendsEach;
            for (var i = 0; i < variants.Length; i++)
            {
                // Each round begins with another one.
                var which = (i + round + (2 * variants.Length)) % variants.Length;
                if (servers is not null) await UseAsync(servers.Host, servers.Manifest, variants[which].Broker);
                await UseAsync(clients, clientManifest, variants[which].Producer);
                var start = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync(producer, sends)));
                if (round >= 0) times[which].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / (Senders * SendsEach));
            }
        }

        Print(variants, times);
        root.Delete(recursive: true);
    }

    private static void Print((string Name, bool Broker, bool Producer)[] variants, List<double>[] times)
    {
        var nothing = Median(times[0]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"hooks",-20} {"us/send",8} {"sends/s",9} {"throughput",11}"));
        for (var i = 0; i < variants.Length; i++)
        {
            var median = Median(times[i]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variants[i].Name,-20} {median,8:F3} {1e6 / median,9:F0} {nothing / median,11:P1}"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task UseAsync(PluginHost host, string manifest, bool hasHooks)
    {
        await WriteAsync(manifest, hasHooks);
        var report = await host.ReloadAsync();
        if (report.Problems.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, report.Problems));
        await host.SettleAsync();
    }

    // The rounds without hooks must not unload their code: what is measured is not its compilation.
    private static void KeepLoaded(PluginHost host)
        => host.Catalog.Create(PluginKinds.RpcHook, "pass-1", new RpcHookCreationContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance));

    private static Task WriteAsync(string manifest, bool hasHooks) => File.WriteAllTextAsync(manifest, $$"""{ "storage": "inmemory", "rpcHooks": [{{(hasHooks ? Hooks : "")}}] }""");

    private static PluginHost Open(string manifest, HostRole role) => PluginHost.Open(new PluginHostOptions
    {
        ManifestFile = manifest,
        PluginDirectories = [LoadedPlugins.Folder],
        CompiledIn = [.. new IPlugin[] { new StaticPlugin(), new RoundRobinPlugin(), new InMemoryPlugin(), new TcpTransportPlugin() }.Select(p => new CompiledInPlugin(p))],
        Role = role,
        HotSwap = false,
    });

    private static async Task SendAsync(Producer producer, int count)
    {
        var message = new Message { Topic = "BenchmarkTest", Body = new byte[128] };
        for (var i = 0; i < count; i++) await producer.SendAsync(message);
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("benchmark", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    // NameServer and broker in this process, and the manifest that says which hooks the broker has.
    private sealed record Servers(PluginHost Host, NameServerHost NameServer, BrokerHost Broker, string Manifest) : IAsyncDisposable
    {
        public string Address => NameServer.Endpoint!.ToString();

        public static async Task<Servers> StartAsync(string root)
        {
            var manifest = Path.Combine(root, "servers.json");
            await WriteAsync(manifest, false);
            var host = Open(manifest, HostRole.NameServer | HostRole.Broker);
            KeepLoaded(host);
            var nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(root, "kv.json"))));
            await nameServer.StartAsync();
            var broker = host.CreateBroker(Layer(
                ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("namesrvAddr", nameServer.Endpoint!.ToString()), ("storePathRootDir", Path.Combine(root, "store"))));
            await broker.StartAsync();
            return new Servers(host, nameServer, broker, manifest);
        }

        public async ValueTask DisposeAsync()
        {
            await Broker.DisposeAsync();
            await NameServer.DisposeAsync();
            await Host.DisposeAsync();
        }
    }
}
