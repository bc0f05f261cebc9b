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

namespace PluggableMQ.Tests.Shared;

/// <summary>NameServers, brokers and clients of one process over TCP, with one plugin from a plugin folder as an operator would drop it there.</summary>
internal sealed class ComposedQueue : IAsyncDisposable
{
    /// <summary>How long a test waits for something that needs no time but may not come at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _directory;
    private readonly PluginHost _host;
    private readonly Stack<IAsyncDisposable> _owned = new();

    private ComposedQueue(DirectoryInfo directory, PluginHost host)
    {
        _directory = directory;
        _host = host;
    }

    /// <summary>A folder that is deleted at the end.</summary>
    public string Directory => _directory.FullName;

    /// <summary>What the plugin under test provides and is used.</summary>
    public IEnumerable<string> InUse(string id) => _host.Catalog.Find(id)!.InUse.Select(provided => provided.ToString());

    /// <summary>Reads the manifest and finds the plugins.</summary>
    /// <param name="id">The plugin under test.</param>
    /// <param name="manifest">Members of the manifest, from the queue's own folder; without braces.</param>
    /// <param name="rpcHooks">The hooks' names, separated by commas.</param>
    public static ComposedQueue Open(string id, Func<string, string> manifest, string rpcHooks = "")
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("pmq-composed-");
        BuiltPlugin.CopyTo(id, Path.Combine(directory.FullName, "plugins"));
        var file = Path.Combine(directory.FullName, "pluggablemq.json");
        var hooks = string.Join(',', rpcHooks.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(hook => $"\"{hook}\""));
        File.WriteAllText(file, $$"""
            { "pluginDirectories": ["plugins"], "storage": "inmemory", "tracing": "none", "rpcHooks": [{{hooks}}], {{manifest(directory.FullName)}} }
            """);
        IPlugin[] plugins = [new TcpTransportPlugin(), new InMemoryPlugin(), new RoundRobinPlugin(), new StaticPlugin()];
        return new ComposedQueue(directory, PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = file,
            CompiledIn = Array.ConvertAll(plugins, plugin => new CompiledInPlugin(plugin)),
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
        }));
    }

    /// <summary>Starts a NameServer; returns its address.</summary>
    public async Task<(string Address, NameServerHost Host)> StartNameServerAsync()
    {
        var nameServer = _host.CreateNameServer(Layer(("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(Directory, Guid.NewGuid() + ".json"))));
        _owned.Push(nameServer);
        await nameServer.StartAsync();
        return (nameServer.Endpoint!.ToString(), nameServer);
    }

    /// <summary>Starts a broker.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nameServer">The NameServers that it is given; empty to let it look them up.</param>
    /// <param name="settings">More settings.</param>
    public async Task StartBrokerAsync(string name, string nameServer, params (string Key, string Value)[] settings)
    {
        var broker = _host.CreateBroker(Layer([
            ("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("brokerIP1", "127.0.0.1"), ("brokerName", name), ("namesrvAddr", nameServer),
            ("storePathRootDir", Path.Combine(Directory, name)), .. settings]));
        _owned.Push(broker);
        await broker.StartAsync();
    }

    /// <summary>Starts a producer of a client of its own, which asks for routes often.</summary>
    public async Task<Producer> StartProducerAsync(string nameServer, string group = "composed_producer", Action<ProducerOptions>? configure = null)
    {
        var client = _host.CreateClient(Layer(("namesrvAddr", nameServer)));
        _owned.Push(client);
        await client.StartAsync();
        client.Options.PollNameServerInterval = 1000;
        client.ProducerOptions.ProducerGroup = group;
        client.ProducerOptions.SendMsgTimeout = (int)Patience.TotalMilliseconds;
        configure?.Invoke(client.ProducerOptions);
        var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        _owned.Push(producer);
        await producer.StartAsync();
        return producer;
    }

    /// <summary>Sends, again and again while NameServers, routes or registrations are still on their way.</summary>
    public static async Task<SendResult> SendPatientlyAsync(Producer producer, Message message)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return await producer.SendAsync(message);
            }
            catch (MqClientException) when (DateTime.UtcNow < deadline)
            {
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned)) await owned.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings)
        => new("test", [.. settings.Where(s => s.Value.Length > 0).Select(s => KeyValuePair.Create(s.Key, s.Value))]);
}
