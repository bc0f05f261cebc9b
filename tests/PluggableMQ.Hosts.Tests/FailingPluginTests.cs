using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>A plugin in use that fails: the process ends, and an operator reads which, in which phase, why, and what to do.</summary>
public sealed class FailingPluginTests : IDisposable
{
    private const string Id = "Fixtures.Faulty";

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("configure-throws", "(Activate): NullReferenceException: ", "at Fixtures.Faulty.FaultyPlugin.Configure(")]
    [InlineData("start-throws", "(Start): rpcHook 'faulty' of the nameserver did not start: InvalidOperationException: start-throws as told", "at Fixtures.Faulty.FaultyHook.StartAsync(")]
    public async Task NameServer_HookFails_SaysWhichPhaseAndWhatToDo(string fault, string reason, string stack)
    {
        var plugins = _folder.CopyPlugins();
        var copy = Directory.CreateDirectory(Path.Combine(plugins, Id)).FullName;
        foreach (var file in Directory.EnumerateFiles(Fixture)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(copy, "fault.txt"), fault);
        string[] arguments = ["--manifest", _folder.Write("m.json", """{ "pluginDirectories": ["plugins"], "rpcHooks": ["faulty"] }""")];

        var (exitCode, output) = await HostFolder.RunAsync(_folder.NameServer(arguments));
        var (_, detailed) = await HostFolder.RunAsync(_folder.NameServer([.. arguments, "--log-level", "debug"]));

        Assert.Equal(1, exitCode);
        Assert.Contains($"pmq-namesrv: Plugin {Id} 1.0.0 in {copy} failed {reason}", output, StringComparison.Ordinal);
        Assert.Contains("Mend the plugin or its options (--log-level debug shows the stack), or name another one in the manifest.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(stack, output, StringComparison.Ordinal);
        Assert.Contains(stack, detailed, StringComparison.Ordinal);
    }

    private static string Fixture
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(HostProcess.RepositoryRoot, "tests", "fixtures", Id, "bin", output.Parent!.Name, output.Name);
        }
    }
}
