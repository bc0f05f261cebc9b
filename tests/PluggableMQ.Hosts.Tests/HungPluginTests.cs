using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>Plugins that hang do not keep a process from ending when it is told to, and it says which they were.</summary>
public sealed class HungPluginTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Broker_HookNeverDisposedAndLookupThatDoesNotListen_StopsAndNamesThem()
    {
        var plugins = CopyPlugins();
        WriteManifest($$"""{ "pluginDirectories": ["{{plugins}}"], "storage": "inmemory", "rpcHooks": ["never-disposed"], "addressing": "deaf" }""");
        await using var broker = _folder.Broker("--manifest", Manifest);
        await broker.GetAddressAsync();
        await broker.WaitForLineAsync("waits for a change");

        Assert.Equal(0, await broker.StopAsync());
        Assert.Contains("Fixtures.Misbehaving.DeafAddressing was told to end its wait", broker.Output, StringComparison.Ordinal);
        Assert.Contains("The disposal of rpcHook 'never-disposed' of the broker, Fixtures.Misbehaving", broker.Output, StringComparison.Ordinal);
        Assert.Contains("did not come back within 10 seconds", broker.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("never-ends")]
    [InlineData("blocks")]
    public async Task Producer_HungDispatcherSwappedAway_StopsAndNamesIt(string dispatcher)
    {
        var plugins = CopyPlugins();
        await using var nameServer = _folder.NameServer();
        var address = (await nameServer.GetAddressAsync()).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        WriteManifest("""{ "storage": "inmemory" }""");
        await using var broker = _folder.Broker("-n", address, "--manifest", Manifest);
        await broker.WaitForLineAsync("Registered at NameServer");
        WriteManifest(Traced(plugins, dispatcher));
        await using var producer = HostProcess.Start(
            HostProcess.PathOf("PluggableMQ.Producer.Host", "pmq-producer"), ["-n", address, "--topic", "Orders", "--manifest", Manifest]);
        await producer.WaitForLineAsync("started as");
        // Its standard input stays open.
        await producer.Process.StandardInput.WriteLineAsync("hello");
        await producer.Process.StandardInput.FlushAsync();
        await producer.WaitForLineAsync("dispatching");

        WriteManifest(Traced(plugins, "log"));
        await producer.WaitForLineAsync("Exchanged: tracing 'log'");
        await producer.WaitForLineAsync("was exchanged while it hung");

        Assert.Equal(0, await producer.StopAsync());
        Assert.Contains($"tracing '{dispatcher}' of the client, Fixtures.Misbehaving 1.0.0, was exchanged, and what began with it has not ended", producer.Output, StringComparison.Ordinal);
        Assert.Equal(0, await broker.StopAsync());
    }

    private string Manifest => Path.Combine(_folder.Root, "m.json");

    private static string Traced(string plugins, string dispatcher) => $$"""{ "pluginDirectories": ["{{plugins}}"], "tracing": "{{dispatcher}}", "hotSwap": true }""";

    // A new file takes the old one's place, as an editor does it.
    private void WriteManifest(string text) => File.Move(_folder.Write("m.next", text), Manifest, overwrite: true);

    private string CopyPlugins()
    {
        var plugins = _folder.CopyPlugins();
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var built = Path.Combine(HostProcess.RepositoryRoot, "tests", "fixtures", "Fixtures.Misbehaving", "bin", configuration, "net10.0");
        var copy = Directory.CreateDirectory(Path.Combine(plugins, "Fixtures.Misbehaving")).FullName;
        foreach (var file in Directory.EnumerateFiles(built)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return plugins;
    }
}
