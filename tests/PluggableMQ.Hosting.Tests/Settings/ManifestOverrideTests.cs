using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Broker.Options;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Hosting.Tests.Settings;

/// <summary>Settings after the manifest override its own keys.</summary>
public sealed class ManifestOverrideTests : IDisposable
{
    private const HostRole AllRoles = HostRole.NameServer | HostRole.Broker | HostRole.Client;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_EveryKeyInALaterLayer_OverridesTheManifestAndSaysWhereItIsFrom()
    {
        await using var host = Open(
            """{ "storage": "commitlog", "hotSwap": true, "rpcHooks": [], "disabled": [] }""",
            Layer("broker.conf", ("storage", "commitlog"), ("rpcHooks", "metrics, other"), ("transports", "inmemory")),
            Layer(
                "command line", ("storage", "inmemory"), ("transport", "tcp"), ("addressing", "http"), ("queueSelection", "latency-aware"), ("tracing", "log"),
                ("storeDecorators", "a,b"), ("disabled", "Acme.One,Acme.Two"), ("hotSwap", "False"), ("pluginDirectories", "here")));

        var manifest = host.Manifest;
        Assert.Equal(("inmemory", "tcp", "http", "latency-aware", "log", false), (manifest.Storage, manifest.Transport, manifest.Addressing, manifest.QueueSelection, manifest.Tracing, manifest.HotSwap));
        Assert.Equal(["metrics", "other"], manifest.RpcHooks);
        Assert.Equal(["inmemory"], manifest.Transports);
        Assert.Equal(["a", "b"], manifest.StoreDecorators);
        Assert.Equal(["Acme.One", "Acme.Two"], manifest.Disabled);
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "here")], manifest.PluginDirectories);
        Assert.Equal(("command line", "broker.conf", "default"), (manifest.SourceOf("storage"), manifest.SourceOf("rpcHooks"), manifest.SourceOf("nothing")));
    }

    [Fact]
    public async Task Open_DirectoryInAConfigurationFile_IsLookedForBesideTheFile()
    {
        var mine = Directory.CreateDirectory(Path.Combine(_folder.Root, "mine")).FullName;

        await using var host = Open("{}", SettingLayer.ReadFile(_folder.Write("broker.conf", "pluginDirectories=mine\nrpcHooks=\n")));

        Assert.Equal([mine], host.Manifest.PluginDirectories);
        Assert.Empty(host.Manifest.RpcHooks);
    }

    [Fact]
    public void Open_WrongValues_ReportsAllWithTheirSource()
    {
        var failures = Assert.Throws<HostConfigurationException>(
            () => Open("{}", Layer("broker.conf", ("hotSwap", "maybe"), ("storage", " ")), Layer("command line", ("rpcHooks", "metrics,metrics")))).Failures;

        Assert.Equal(
            [
                "broker.conf: 'hotSwap' is 'maybe', which is not true or false.",
                "broker.conf: 'storage' is ' ', which chooses nothing; write a name, or leave it out.",
                "command line: 'rpcHooks' lists 'metrics' more than once.",
            ],
            failures);
    }

    [Fact]
    public async Task Resolve_UnknownName_SaysWhoNamedItAndListsTheKnownOnes()
    {
        await using var host = Open("""{ "storage": "commitlog" }""", Layer("command line", ("storage", "inmemry")));

        var failure = Assert.Throws<PluginNotFoundException>(() => Resolve(host, RoleProfile.Broker, new BrokerOptions()));

        Assert.StartsWith("command line: No plugin provides storage 'inmemry'; did you mean 'inmemory'? Known: commitlog, inmemory.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_HookThatTheManifestHasRulesFor_KeepsThemInTheOverridingList()
    {
        await using var host = Open(
            """{ "rpcHooks": [{ "name": "metrics", "onFailure": "failOpen", "timeLimitMs": 50 }] }""", Layer("command line", ("rpcHooks", "metrics")));

        var all = Resolve(host, RoleProfile.Broker, new BrokerOptions()).All;

        Assert.Contains(new EffectiveSetting("rpcHooks", "metrics", "command line"), all);
        Assert.Contains(new EffectiveSetting("rpcHooks.metrics.onFailure", "failOpen", host.ManifestFile!), all);
        Assert.Contains(new EffectiveSetting("rpcHooks.metrics.timeLimitMs", "50", host.ManifestFile!), all);
    }

    [Fact]
    public async Task Resolve_HookForAnotherRole_IsNotPrintedAsInForce()
    {
        var plugins = Directory.CreateDirectory(Path.Combine(_folder.Root, "plugins")).FullName;
        CopyFixture(plugins);
        await using var host = Open("""{ "pluginDirectories": ["plugins"], "rpcHooks": ["metrics", "swap"] }""", directories: [plugins]);

        var all = Resolve(host, RoleProfile.NameServer, new NameServer.Options.NameServerOptions()).All;

        Assert.Equal("metrics", all.Single(s => s.Key == "rpcHooks").Value);
        Assert.Contains(new EffectiveSetting("rpcHooks.metrics.onFailure", "as the hook says", "default"), all);
        Assert.Contains(new EffectiveSetting("rpcHooks.metrics.timeLimitMs", "1000", "default"), all);
        Assert.DoesNotContain(all, s => s.Key.StartsWith("rpcHooks.swap", StringComparison.Ordinal) || s.Key == "storage");
        Assert.Equal("metrics, swap", Resolve(host, RoleProfile.Broker, new BrokerOptions()).All.Single(s => s.Key == "rpcHooks").Value);
    }

    [Fact]
    public async Task Resolve_ManifestsKeyGivenToOneRole_SaysWhereItBelongs()
    {
        await using var host = Open("""{ "broker": { "storage": "inmemory" } }""");

        var failure = Assert.Single(Assert.Throws<HostConfigurationException>(() => Resolve(host, RoleProfile.Broker, new BrokerOptions())).Failures);

        Assert.Contains("'storage' is for all roles of a process; write it at the top of pluggablemq.json", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_NothingChosen_TakesTheStandardOneAmongSeveral()
    {
        await using var host = Open("{}");

        Assert.Equal(["commitlog", "inmemory"], host.Catalog.GetNames(PluginKinds.Storage));
        Assert.Contains(new EffectiveSetting("storage", "commitlog", "default"), Resolve(host, RoleProfile.Broker, new BrokerOptions()).All);
    }

    [Fact]
    public async Task CreateBroker_NothingChosenAndTheStandardOneAbsent_NamesAllCandidates()
    {
        var without = CompiledInPlugins.All().Where(p => p.Id != "PluggableMQ.Storage.CommitLog");
        await using var host = PluginHost.Open(new PluginHostOptions { PluginDirectories = [], CompiledIn = [.. without, new CompiledInPlugin(new MyStorePlugin()) { Id = "Acme.Store" }], Role = AllRoles });

        var message = Assert.Throws<PluginNotFoundException>(() => host.CreateBroker()).Message;

        Assert.Contains("storage 'commitlog' is in use and comes from plugin PluggableMQ.Storage.CommitLog, which is not there.", message, StringComparison.Ordinal);
        Assert.Matches(
            @"The manifest chooses no storage, so that it is the standard one\. Choose another with 'storage': 'mine' of Acme\.Store.* or 'inmemory' of PluggableMQ\.Storage\.InMemory 0\.1\.0\.",
            message);
    }

    [Fact]
    public async Task Reload_ManifestChanges_WhatOverridesItStaysInForce()
    {
        var file = _folder.Write("m.json", """{ "queueSelection": "round-robin", "storage": "commitlog", "rpcHooks": ["metrics"] }""");
        await using var host = Open(null, file, null, Layer("command line", ("queueSelection", "latency-aware"), ("storage", "inmemory")));
        await using var client = host.CreateClient();

        await File.WriteAllTextAsync(file, """{ "queueSelection": "round-robin", "storage": "other", "rpcHooks": [], "tracing": "log" }""");
        var report = await host.ReloadAsync();

        Assert.Empty(report.Problems);
        Assert.Equal(("latency-aware", "inmemory", "log"), (host.Manifest.QueueSelection, host.Manifest.Storage, host.Manifest.Tracing));
        Assert.Empty(host.Manifest.RpcHooks);
    }

    [Fact]
    public async Task Open_DisabledPluginThatIsNotThere_IsWarnedOfWithItsSourceAndTheKnownOnes()
    {
        using var log = new LogCollector();
        await using var host = PluginHost.Open(new PluginHostOptions
        {
            Settings = [Layer("command line", ("disabled", "PluggableMQ.Storage.ComitLog"))],
            PluginDirectories = [],
            CompiledIn = CompiledInPlugins.All(),
            LoggerFactory = log,
        });

        Assert.StartsWith(
            "command line: 'disabled' names PluggableMQ.Storage.ComitLog, which is no plugin that is there; did you mean 'PluggableMQ.Storage.CommitLog'? Known: ",
            Assert.Single(log.Get("DisabledUnknown")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSelectedExtensions_Overridden_AreThoseInForce()
    {
        await using var host = Open("""{ "storage": "commitlog" }""", Layer("command line", ("storage", "inmemory")));

        Assert.Contains(new ProvidedExtension("storage", "inmemory"), host.GetSelectedExtensions());
    }

    private static SettingLayer Layer(string source, params (string Key, string Value)[] values) => new(source, [.. values.Select(v => KeyValuePair.Create(v.Key, v.Value))]);

    private static RoleSettings Resolve(PluginHost host, RoleProfile profile, object options) => SettingsResolver.Resolve(profile, host.Manifest, host.Catalog.Snapshot, [], options);

    private static void CopyFixture(string plugins)
    {
        var target = Directory.CreateDirectory(Path.Combine(plugins, "Fixtures.Swap")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Swap.V1"))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private PluginHost Open(string manifest, params SettingLayer[] settings) => Open(manifest, null, null, settings);

    private PluginHost Open(string manifest, string[] directories) => Open(manifest, null, directories);

    private PluginHost Open(string? manifest, string? file, string[]? directories, params SettingLayer[] settings) => PluginHost.Open(new PluginHostOptions
    {
        ManifestFile = file ?? _folder.Write("m.json", manifest!),
        Settings = settings,
        PluginDirectories = directories ?? [],
        CompiledIn = CompiledInPlugins.All(),
        Role = AllRoles,
    });

    private sealed class MyStorePlugin : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context)
            => registry.Add(PluginKinds.Storage, "mine", _ => throw new InvalidOperationException("It is not chosen."));
    }
}
