using System.Net;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>Transport and storage of a broker that runs: they stay as they are, and report, log and health say that a restart is needed.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class RestartOnlyTests : IAsyncLifetime
{
    private const string Manifest = """{ "storage": "inmemory", "rpcHooks": [] }""";
    private const string Tcp = "PluggableMQ.Transport.Tcp";
    private const string Storage = "PluggableMQ.Storage.InMemory";

    private readonly TempFolder _folder = new();
    private readonly LogCollector _log = new();
    private readonly HttpClient _http = new();
    private PluginHost _host = null!;
    private BrokerHost _broker = null!;

    private string Plugins => Path.Combine(_folder.Root, "plugins");

    public async Task InitializeAsync()
    {
        foreach (var plugin in new[] { Tcp, Storage, "PluggableMQ.Storage.CommitLog", "PluggableMQ.Addressing.Static" }) BuiltPlugin.CopyTo(plugin, Plugins);
        _host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = _folder.Write("m.json", Manifest), PluginDirectories = [Plugins], Role = HostRole.Broker, HotSwap = false, LoggerFactory = _log,
        });
        _broker = _host.CreateBroker(new SettingLayer("test",
        [
            new("listenPort", "0"), new("bindAddress", "127.0.0.1"), new("brokerIP1", "127.0.0.1"), new("storePathRootDir", Path.Combine(_folder.Root, "store")), new("adminListen", "127.0.0.1:0"),
        ]));
        await _broker.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _host.DisposeAsync();
        _http.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Storage, "storage inmemory")]
    [InlineData(Tcp, "transport tcp")]
    public async Task Dll_Changed_NeedsARestart(string plugin, string use)
    {
        await File.AppendAllTextAsync(Path.Combine(Plugins, plugin, $"{plugin}.dll"), "another build");

        var report = await _host.ReloadAsync();

        var expected = $"{use} cannot be exchanged while the host runs; restart it to use {_host.Catalog.Find(plugin)} in {Path.Combine(Plugins, plugin)}.";
        Assert.Empty(report.Swapped);
        Assert.EndsWith(expected, Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Contains($"({PluginReloadOutcome.NeedsRestart}): {expected}", Assert.Single(_log.Get("PluginNotSwapped")), StringComparison.Ordinal);
        var entry = _host.Catalog.Find(plugin)!;
        Assert.Equal((PluginReloadOutcome.NeedsRestart, PluginStatus.Active, 1), (entry.LastReload!.Outcome, entry.Status, entry.GenerationNumber));
        Assert.EndsWith(expected, Assert.Single((await ReadHealthAsync()).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("storage", """{ "storage": "commitlog", "rpcHooks": [] }""")]
    [InlineData("transport", """{ "storage": "inmemory", "rpcHooks": [], "transport": "inmemory" }""")]
    public async Task Manifest_NamesAnother_NeedsARestartUntilItNamesTheOldOneAgain(string key, string manifest)
    {
        if (key == "transport") BuiltPlugin.CopyTo("PluggableMQ.Transport.InMemory", Plugins);
        _folder.Write("m.json", manifest);

        // What is not news is logged once, and said each time.
        await _host.ReloadAsync();
        var report = await _host.ReloadAsync();

        var expected = $"{Path.Combine(_folder.Root, "m.json")} has changed in {key}, which takes effect after a restart.";
        Assert.Equal(expected, Assert.Single(report.Problems));
        Assert.Equal(expected, _host.ManifestProblem);
        Assert.Equal(expected, Assert.Single(_log.Get("RestartNeeded")));
        Assert.Empty(_log.Get("ManifestRefused"));
        var health = await ReadHealthAsync();
        Assert.Equal("healthy", health.Status);
        Assert.EndsWith(expected, Assert.Single(health.Warnings), StringComparison.Ordinal);

        _folder.Write("m.json", Manifest);
        Assert.Empty((await _host.ReloadAsync()).Problems);
        Assert.Null(_host.ManifestProblem);
        Assert.Empty((await ReadHealthAsync()).Warnings);
    }

    private async Task<HealthReport> ReadHealthAsync()
    {
        using var response = await _http.GetAsync(new Uri($"http://{_broker.AdminAddress}/health"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return ReportJson.Read<HealthReport>(await response.Content.ReadAsByteArrayAsync());
    }
}
