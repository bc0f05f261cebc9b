using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Tests.Shared;

/// <summary>A NameServer and a broker as real processes on free ports, with a store of their own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-cluster-");
    private readonly string[] _brokerSettings;
    private HostProcess? _nameServer;

    private Cluster(string[] brokerSettings) => _brokerSettings = brokerSettings;

    public string NameServerAddress { get; private set; } = "";

    public string BrokerAddress { get; private set; } = "";

    public HostProcess Broker { get; private set; } = null!;

    public static async Task<Cluster> StartAsync(params string[] brokerSettings)
    {
        var cluster = new Cluster(brokerSettings);
        cluster._nameServer = HostProcess.Start(
            HostProcess.PathOf("PluggableMQ.NameServer.Host", "pmq-namesrv"), ["--set", "listenPort=0", "--set", $"kvConfigPath={cluster.Store}/kvConfig.json"]);
        cluster.NameServerAddress = Dialled(await cluster._nameServer.GetAddressAsync());
        await cluster.StartBrokerAsync();
        return cluster;
    }

    /// <summary>Starts the broker, again on the port that it had.</summary>
    public async Task StartBrokerAsync()
    {
        var port = BrokerAddress.Length == 0 ? "0" : BrokerAddress.Split(':')[1];
        string[] settings = [$"listenPort={port}", "brokerIP1=127.0.0.1", $"storePathRootDir={Store}", "mappedFileSizeCommitLog=16777216", "maxHashSlotNum=50000", "maxIndexNum=200000", .. _brokerSettings];
        Broker = HostProcess.Start(
            HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"), ["-n", NameServerAddress, .. settings.SelectMany(s => new[] { "--set", s })]);
        BrokerAddress = Dialled(await Broker.GetAddressAsync());
        await Broker.WaitForLineAsync("Registered at NameServer");
    }

    /// <summary>The client side in this process, with the plugins beside the broker.</summary>
    public async Task<(PluginHost Plugins, ClientHost Client)> OpenClientAsync()
    {
        var folder = Path.Combine(Path.GetDirectoryName(HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"))!, "plugins");
        var plugins = PluginHost.Open(new PluginHostOptions { Role = HostRole.Client, PluginDirectories = [folder] });
        var client = plugins.CreateClient(new SettingLayer("test", [new("namesrvAddr", NameServerAddress), new("producerGroup", "test-producer")]));
        await client.StartAsync();
        return (plugins, client);
    }

    /// <summary>Makes a topic with four queues and waits until its route can be had.</summary>
    public async Task CreateTopicAsync(string topic)
    {
        var (plugins, client) = await OpenClientAsync();
        await using var ownedPlugins = plugins;
        await using var ownedClient = client;
        await using var admin = client.Factory.CreateAdminClient(client.Options);
        await admin.StartAsync();
        await admin.CreateTopicAsync(BrokerAddress, new TopicConfig { TopicName = topic, ReadQueueNums = 4, WriteQueueNums = 4 });
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        if (_nameServer is not null) await _nameServer.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private string Store => _directory.FullName;

    private static string Dialled(string address) => address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
}
