using System.Text.Json;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

public sealed class PluginFolderTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PluggableMQ.Storage.CommitLog", "storage 'commitlog'", "inmemory")]
    [InlineData("PluggableMQ.Transport.Tcp", "transport 'tcp'", "inmemory, unix, websocket, websocket-tls")]
    [InlineData("PluggableMQ.Addressing.Static", "addressing 'static'", "dns, file, http")]
    [InlineData("PluggableMQ.RpcHooks.Metrics", "rpcHook 'metrics'", "rate-limit")]
    public async Task Broker_PluginInUseIsGone_SaysWhichAndWhereAndWhatIsThere(string plugin, string use, string others)
    {
        var plugins = _folder.CopyPlugins(except: plugin);

        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--manifest", Manifest()));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"pmq-broker: {use} is in use and comes from plugin {plugin}, which is not there.", output, StringComparison.Ordinal);
        Assert.Contains($": {others}.", output, StringComparison.Ordinal);
        Assert.Contains($"Looked in: {plugins}", output, StringComparison.Ordinal);
        Assert.Contains("PluggableMQ.Storage.InMemory ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_PluginInUseIsBroken_SaysWhichAndWhy()
    {
        var plugins = _folder.CopyPlugins();
        File.Delete(Path.Combine(plugins, "PluggableMQ.Storage.CommitLog", "PluggableMQ.Storage.CommitLog.dll"));

        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--manifest", Manifest()));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("storage 'commitlog' is in use and comes from plugin PluggableMQ.Storage.CommitLog", output, StringComparison.Ordinal);
        Assert.Contains("'entryAssembly' names 'PluggableMQ.Storage.CommitLog.dll', which is not in", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_OthersAreBroken_SaysSoAndRuns()
    {
        var plugins = _folder.CopyPlugins();
        Directory.CreateDirectory(Path.Combine(plugins, "Broken"));
        await File.WriteAllTextAsync(Path.Combine(plugins, "Broken", "plugin.json"), """{ "manifestVersion": 1, "id": """);
        File.Delete(Path.Combine(plugins, "PluggableMQ.Tracing.Topic", "PluggableMQ.Tracing.Topic.dll"));

        await using var broker = _folder.Broker("--manifest", Manifest());
        await broker.GetAddressAsync();

        Assert.Equal(0, await broker.StopAsync());
        Assert.Contains("plugin Broken in ", broker.Output, StringComparison.Ordinal);
        Assert.Contains("plugin PluggableMQ.Tracing.Topic ", broker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_StorageSwappedInTheManifest_RunsTheOtherOne()
    {
        _folder.CopyPlugins();
        await using var broker = _folder.Broker("--manifest", _folder.Write("m.json", """{ "storage": "inmemory" }"""));
        await broker.GetAddressAsync();

        Assert.Equal(0, await broker.StopAsync());
        Assert.Contains("Using storage inmemory from PluggableMQ.Storage.InMemory", broker.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "store", "commitlog")));
    }

    [Fact]
    public async Task PluginsList_Json_TellsStatusAndUse()
    {
        var plugins = _folder.CopyPlugins();
        Directory.CreateDirectory(Path.Combine(plugins, "Broken"));
        await File.WriteAllTextAsync(Path.Combine(plugins, "Broken", "plugin.json"), "{ }");

        var (exitCode, output) = await HostFolder.RunAsync(List(plugins, "--json"));

        Assert.Equal(0, exitCode);
        var rows = JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!);
        Assert.Equal(Directory.GetDirectories(plugins).Length, rows.Count);
        Assert.Equal("Invalid", rows["Broken"].GetProperty("status").GetString());
        Assert.Contains("'id' is missing", rows["Broken"].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("storage commitlog", rows["PluggableMQ.Storage.CommitLog"].GetProperty("inUse")[0].GetString());
        Assert.Equal(0, rows["PluggableMQ.Storage.InMemory"].GetProperty("inUse").GetArrayLength());
        Assert.Equal("[1.1,2.0)", rows["PluggableMQ.Transport.Tcp"].GetProperty("spi").GetString());
        Assert.Equal(Path.Combine(plugins, "PluggableMQ.Transport.Tcp"), rows["PluggableMQ.Transport.Tcp"].GetProperty("path").GetString());
    }

    [Fact]
    public async Task PluginsList_Table_FitsAHundredColumns()
    {
        var (exitCode, output) = await HostFolder.RunAsync(List());

        Assert.Equal(0, exitCode);
        var table = output.Split('\n').SkipWhile(line => !line.StartsWith("ID ", StringComparison.Ordinal)).ToList();
        Assert.True(table.Count > 11, output);
        Assert.All(table, line => Assert.True(line.Length <= 100, line));
        Assert.Contains(table, line => line.StartsWith("PluggableMQ.Transport.Tcp ", StringComparison.Ordinal) && line.EndsWith("transport tcp *", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PluginsList_NoSuchFolder_SaysSo()
    {
        var (exitCode, output) = await HostFolder.RunAsync(List(Path.Combine(_folder.Root, "nowhere")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("nowhere", output, StringComparison.Ordinal);
    }

    // Relative: beside the manifest.
    private string Manifest() => _folder.Write("m.json", """{ "pluginDirectories": ["plugins"] }""");

    private static HostProcess List(params string[] arguments) => HostProcess.Start(HostProcess.PathOf("PluggableMQ.Cli", "pmq"), ["plugins", "list", .. arguments]);
}
