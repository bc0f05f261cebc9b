using PluggableMQ.Broker.Options;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;

namespace PluggableMQ.Hosting.Tests.Settings;

public sealed class SettingsResolverTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private PluginHost? _host;

    public void Dispose() => _folder.Dispose();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [Fact]
    public void Resolve_SameKeyInAllLayers_TheLastWinsAndSaysWhereItCameFrom()
    {
        var options = new BrokerOptions();
        var settings = Resolve(
            """{ "broker": { "brokerName": "manifest", "brokerClusterName": "manifest", "regionId": "manifest" } }""", options,
            new SettingLayer("broker.conf", [new("brokerName", "file"), new("brokerClusterName", "file")]),
            new SettingLayer("command line", [new("brokerName", "line")]));

        Assert.Equal(("line", "file", "manifest", 10911), (options.BrokerName, options.BrokerClusterName, options.RegionId, options.ListenPort));
        Assert.Equal(new EffectiveSetting("brokerName", "line", "command line"), Find(settings, "brokerName"));
        Assert.Equal(new EffectiveSetting("brokerClusterName", "file", "broker.conf"), Find(settings, "brokerClusterName"));
        Assert.Equal(Path.Combine(_folder.Root, "m.json"), Find(settings, "regionId").Source);
        Assert.Equal(new EffectiveSetting("listenPort", "10911", "default"), Find(settings, "listenPort"));
    }

    [Fact]
    public void Resolve_KeyThatTheStoreDeclares_GoesToItsOptions()
    {
        var settings = Resolve(
            """{ "options": { "PluggableMQ.Storage.CommitLog": { "fileReservedTime": 24, "deleteWhen": "05" } } }""", new BrokerOptions(),
            new SettingLayer("broker.conf", [new("flushDiskType", "SYNC_FLUSH"), new("fileReservedTime", "48")]));

        var values = settings.PluginOptions["PluggableMQ.Storage.CommitLog"].Values;
        Assert.Equal("SYNC_FLUSH", values["flushDiskType"]!.GetValue<string>());
        Assert.Equal("48", values["fileReservedTime"]!.GetValue<string>());
        Assert.Equal(new EffectiveSetting("PluggableMQ.Storage.CommitLog:flushDiskType", "SYNC_FLUSH", "broker.conf"), Find(settings, "PluggableMQ.Storage.CommitLog:flushDiskType"));
        Assert.Equal("05", Find(settings, "PluggableMQ.Storage.CommitLog:deleteWhen").Value);
        Assert.Equal("default", Find(settings, "PluggableMQ.Storage.CommitLog:syncFlushTimeout").Source);
        Assert.Contains(settings.Important, s => s.Key == "PluggableMQ.Storage.CommitLog:flushDiskType");
        Assert.Empty(settings.WithoutEffect);
    }

    [Fact]
    public void Resolve_RocketMqKeyThatNothingTakes_IsNotedOnce()
    {
        var settings = Resolve(
            """{ "storage": "inmemory" }""", new BrokerOptions(),
            new SettingLayer("broker.conf", [new("flushDiskType", "SYNC_FLUSH"), new("pullMessageThreadPoolNums", "4"), new("pullMessageThreadPoolNums", "8")]));

        Assert.Equal(["flushDiskType", "pullMessageThreadPoolNums"], settings.WithoutEffect.Select(s => s.Key).Order());
    }

    [Fact]
    public void Resolve_SeveralMistakes_ReportsAllWithFileKeyAndNearest()
    {
        var failures = Fails(
            """{ "broker": { "brokrName": "x" }, "options": { "PluggableMQ.Storage.ComitLog": {}, "PluggableMQ.Transport.Tcp": { "backlok": 1 }, "PluggableMQ.QueueSelection.LatencyAware": { "latencyMaxx": "1" } } }""",
            new SettingLayer("broker.conf", [new("flushDiskTyp", "SYNC_FLUSH"), new("listenPort", "many"), new("syncFlushTimeout", "soon")]));

        var manifest = Path.Combine(_folder.Root, "m.json");
        Assert.Contains($"{manifest}: 'brokrName' is not a known key; did you mean 'brokerName'?", failures);
        Assert.Equal(
            $"{manifest}: 'options.PluggableMQ.Storage.ComitLog' is for no plugin that is there; did you mean 'PluggableMQ.Storage.CommitLog'? "
                + $"Known: {string.Join(", ", CompiledInPlugins.All().Select(p => p.Id).Order(StringComparer.Ordinal))}.",
            Assert.Single(failures, f => f.Contains("ComitLog", StringComparison.Ordinal)));
        Assert.Contains(failures, f => f.StartsWith($"{manifest}: options of PluggableMQ.Transport.Tcp: 'backlok' is not a known option; did you mean 'backlog'? Known: ", StringComparison.Ordinal));
        Assert.Contains(
            $"{manifest}: options of PluggableMQ.QueueSelection.LatencyAware: 'latencyMaxx' is not a known option; did you mean 'latencyMax'? "
                + "Known: failureLatency, latencyMax, maxBrokers, notAvailableDuration.",
            failures);
        Assert.Contains("broker.conf: 'flushDiskTyp' is not a known key; did you mean 'flushDiskType'?", failures);
        Assert.Contains("broker.conf: 'listenPort' is 'many', which is not a whole number of 32 bits.", failures);
        Assert.Contains("broker.conf: options of PluggableMQ.Storage.CommitLog: 'syncFlushTimeout' is 'soon', which is not a whole number.", failures);
        Assert.Equal(7, failures.Count);
    }

    [Fact]
    public void Resolve_EnvironmentKeyThatTheRoleDoesNotTake_IsLeftAside()
    {
        var host = Open("{}");

        var settings = SettingsResolver.Resolve(
            RoleProfile.Client, host.Manifest, host.Catalog.Snapshot, [SettingLayer.FromEnvironment(name => name == "ROCKETMQ_HOME" ? "/opt/rocketmq" : null)], new Client.MqClientOptions());

        Assert.Empty(settings.WithoutEffect);
    }

    [Fact]
    public void FromEnvironment_Variables_BecomeSettings()
        => Assert.Equal(
            [new("namesrvAddr", "a:9876"), new("rocketmqHome", "/opt")],
            SettingLayer.FromEnvironment(name => name switch { "NAMESRV_ADDR" => "a:9876", "ROCKETMQ_HOME" => "/opt", _ => null }).Values);

    [Fact]
    public void ReadFile_PropertiesFile_KeepsOrderAndNamesItsPath()
    {
        var file = _folder.Write("broker.conf", "# a comment\nbrokerName = broker-a\nlistenPort:10\n");

        var layer = SettingLayer.ReadFile(file);

        Assert.Equal(file, layer.Source);
        Assert.Equal([new("brokerName", "broker-a"), new("listenPort", "10")], layer.Values);
    }

    [Fact]
    public void ReadFile_MissingOrBroken_SaysWhich()
    {
        var file = _folder.Write("broker.conf", "key=\\u12");

        Assert.StartsWith($"{file}: ", Assert.Throws<HostConfigurationException>(() => SettingLayer.ReadFile(file)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such configuration file (-c).", Assert.Throws<HostConfigurationException>(() => SettingLayer.ReadFile(file + "x")).Message, StringComparison.Ordinal);
    }

    private static EffectiveSetting Find(RoleSettings settings, string key) => settings.All.Single(s => s.Key == key);

    private PluginHost Open(string manifest) => _host = CompiledInPlugins.Open(_folder.Write("m.json", manifest));

    private RoleSettings Resolve(string manifest, BrokerOptions options, params SettingLayer[] layers)
    {
        var host = Open(manifest);
        return SettingsResolver.Resolve(RoleProfile.Broker, host.Manifest, host.Catalog.Snapshot, layers, options);
    }

    private IReadOnlyList<string> Fails(string manifest, params SettingLayer[] layers)
        => Assert.Throws<HostConfigurationException>(() => Resolve(manifest, new BrokerOptions(), layers)).Failures;
}
