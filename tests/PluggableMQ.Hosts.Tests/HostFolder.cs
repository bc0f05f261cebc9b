using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>A temporary folder with what a host needs, and ways to run one.</summary>
internal sealed class HostFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pmq-hosts-");

    public string Root => _root.FullName;

    /// <summary>The plugins as they are built beside the broker.</summary>
    public static string BuiltPlugins { get; } = Path.Combine(Path.GetDirectoryName(HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"))!, "plugins");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Copies plugins into a folder of this test's own; returns the folder.</summary>
    public string CopyPlugins(params string[] except)
    {
        var target = Path.Combine(Root, "plugins");
        foreach (var plugin in Directory.EnumerateDirectories(BuiltPlugins).Where(p => !except.Contains(Path.GetFileName(p))))
        {
            var copy = Directory.CreateDirectory(Path.Combine(target, Path.GetFileName(plugin))).FullName;
            foreach (var file in Directory.EnumerateFiles(plugin)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return target;
    }

    public HostProcess NameServer(params string[] arguments)
        => HostProcess.Start(HostProcess.PathOf("PluggableMQ.NameServer.Host", "pmq-namesrv"), ["--set", "listenPort=0", "--set", $"kvConfigPath={Root}/kvConfig.json", .. arguments]);

    public HostProcess Broker(params string[] arguments)
        => HostProcess.Start(HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"), ["--set", "listenPort=0", "--set", "brokerIP1=127.0.0.1", "--set", $"storePathRootDir={Root}/store", .. arguments]);

    /// <summary>Runs a host to its end; returns its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(HostProcess process)
    {
        await using var owned = process;
        var exitCode = await process.WaitForExitAsync();
        return (exitCode, process.Output);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
