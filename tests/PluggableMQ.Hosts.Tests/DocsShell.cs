using System.Diagnostics;
using System.Globalization;
using System.Text;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>Runs the shell blocks of a page, one after the other, as a reader would who types them.</summary>
internal static class DocsShell
{
    // Seconds are enough; a machine that does much else may need more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly (string Project, string Executable)[] Hosts =
    [
        ("PluggableMQ.NameServer.Host", "pmq-namesrv"), ("PluggableMQ.Broker.Host", "pmq-broker"),
        ("PluggableMQ.Producer.Host", "pmq-producer"), ("PluggableMQ.Cli", "pmq"),
    ];

    /// <summary>Runs blocks in a new folder that is also the home, with the executables on the path; returns the exit code and all output.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string page, IEnumerable<DocsBlock> blocks)
    {
        var folder = Directory.CreateTempSubdirectory("pmq-docs-");
        try
        {
            var script = new StringBuilder("exec 2>&1\n");
            foreach (var block in blocks)
            {
                script.Append(CultureInfo.InvariantCulture, $"echo '--- {page}:{block.FirstLine}'\n");
                script.AppendJoin('\n', block.Lines).Append('\n');
            }

            return await RunAsync(folder.FullName, script.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string script)
    {
        var info = new ProcessStartInfo("/usr/bin/setsid") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "/bin/bash", "-eu", "-o", "pipefail", "-c", script }) info.ArgumentList.Add(argument);
        var executables = Hosts.Select(h => Path.GetDirectoryName(HostProcess.PathOf(h.Project, h.Executable)));
        info.Environment["PATH"] = string.Join(':', [.. executables, Environment.GetEnvironmentVariable("PATH")]);
        info.Environment["HOME"] = folder;
        info.Environment.Remove("NAMESRV_ADDR");
        info.Environment.Remove("ROCKETMQ_HOME");
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var inTime = true;
        using (var limit = new CancellationTokenSource(Patience))
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                inTime = false;
            }
        }

        // setsid made it the leader of a group of its own: with it go the servers that the page left in the background.
        using (var kill = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"kill -KILL -- -{process.Id}"]) { RedirectStandardError = true })!) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return (inTime ? process.ExitCode : -1, await output + (inTime ? "" : $"\nstill running after {Patience.TotalSeconds:0} s"));
    }
}
