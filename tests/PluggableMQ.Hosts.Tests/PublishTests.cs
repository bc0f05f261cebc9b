using System.Diagnostics;
using System.Text.Json;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>What lies beside a host that is built, and one that is published.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PluggableMQ.NameServer.Host", "pmq-namesrv")]
    [InlineData("PluggableMQ.Broker.Host", "pmq-broker")]
    [InlineData("PluggableMQ.Producer.Host", "pmq-producer")]
    [InlineData("PluggableMQ.Cli", "pmq")]
    public void DefaultManifest_BesideEachHost_NamesASchemaThatIsThere(string project, string executable)
        => AssertManifest(Path.GetDirectoryName(HostProcess.PathOf(project, executable))!);

    [Fact]
    public async Task PublishedHost_HasItsPluginsManifestAndSchema_AndRuns()
    {
        var configuration = new DirectoryInfo(HostFolder.BuiltPlugins).Parent!.Parent!.Name;
        await PublishAsync("PluggableMQ.NameServer.Host", configuration);

        AssertManifest(_folder.Root);
        var expected = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(HostProcess.PathOf("PluggableMQ.NameServer.Host", "pmq-namesrv"))!, "plugins")).Select(Path.GetFileName).Order();
        Assert.Equal(expected, Directory.GetDirectories(Path.Combine(_folder.Root, "plugins")).Select(Path.GetFileName).Order());
        var (exitCode, output) = await HostFolder.RunAsync(HostProcess.Start(Path.Combine(_folder.Root, "pmq-namesrv"), ["-p"]));
        Assert.Equal(0, exitCode);
        Assert.Contains($"pluginDirectories={_folder.Root}/plugins", output, StringComparison.Ordinal);
    }

    private static void AssertManifest(string folder)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "pluggablemq.default.json")));
        var schema = Path.Combine(folder, manifest.RootElement.GetProperty("$schema").GetString()!);
        using var json = JsonDocument.Parse(File.ReadAllBytes(schema));
        Assert.True(json.RootElement.TryGetProperty("properties", out _), schema);
    }

    private async Task PublishAsync(string project, string configuration)
    {
        var info = new ProcessStartInfo("dotnet", ["publish", Path.Combine(HostProcess.RepositoryRoot, "hosts", project), "--no-build", "-c", configuration, "-o", _folder.Root, "-nologo", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The variables that a test run sets are not for another build.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) info.Environment.Remove(name);
        using var process = Process.Start(info)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(process.ExitCode == 0, string.Join('\n', await output));
    }
}
