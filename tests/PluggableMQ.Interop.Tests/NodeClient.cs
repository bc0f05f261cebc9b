using System.Diagnostics;
using System.Text.Json;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Interop.Tests;

/// <summary>Runs the script that drives ali-ons, whose packages are installed on first use.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The folder with the installed packages, below the repository's artifacts.</summary>
    public static async Task<string> InstallAsync()
    {
        var source = Path.Combine(HostProcess.RepositoryRoot, "tests", "PluggableMQ.Interop.Tests", "node");
        var target = Directory.CreateDirectory(Path.Combine(HostProcess.RepositoryRoot, "artifacts", "interop-node")).FullName;
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        if (!Directory.Exists(Path.Combine(target, "node_modules", "ali-ons"))) await RunAsync(target, "npm", "ci", "--no-audit", "--no-fund");
        return target;
    }

    /// <summary>Sends and consumes; returns what the script printed.</summary>
    public static async Task<JsonElement> SendAndConsumeAsync(string directory, string nameServer, string topic, string group, int messages, string subscription)
    {
        var output = await RunAsync(directory, "node", "ali-ons.js", nameServer, topic, group, messages.ToString(System.Globalization.CultureInfo.InvariantCulture), subscription);
        return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }

    private static async Task<string> RunAsync(string directory, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }
}
