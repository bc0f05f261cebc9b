using System.Diagnostics;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary><c>pmq plugins new</c>: what it warns of, what it refuses, how it ends early.</summary>
public sealed class PluginsNewTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Acme.event", "'event' is a word of C#. Write it with a capital, Acme.Event,")]
    [InlineData("static.Rules", "'static' is a word of C#. Write it with a capital, Static.Rules,")]
    public async Task New_WordOfTheLanguage_IsRefused(string name, string reason)
    {
        var (exitCode, output) = await HostFolder.RunAsync(Start("plugins", "new", "rpcHook", name));

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task New_NoPackagesInTheDefaultFeed_WarnsAndSaysHowToMakeThem()
    {
        var (exitCode, output) = await HostFolder.RunAsync(Start("plugins", "new", "rpcHook", "Acme.Order_Audit"));

        Assert.True(exitCode == 0, output);
        Assert.Contains($"warning: {Path.Combine(_folder.Root, "artifacts", "packages")} is not there", output, StringComparison.Ordinal);
        Assert.Contains("dotnet pack .ci/packages.proj", output, StringComparison.Ordinal);
        var manifest = await File.ReadAllTextAsync(Path.Combine(_folder.Root, "Acme.Order_Audit", "Acme.Order_Audit", "plugin.json"));
        Assert.Contains("\"name\": \"order-audit\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_PackagesInTheDefaultFeed_WarnsOfNothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "artifacts", "packages"));

        var (exitCode, output) = await HostFolder.RunAsync(Start("plugins", "new", "rpcHook", "Acme.SizeLimit"));

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_Interrupted_WaitsForDotnetAndLeavesNoTemporaryFolder()
    {
        // A 'dotnet' that writes into the folder of its templates until it is killed, or who started it has gone.
        var bin = Directory.CreateDirectory(Path.Combine(_folder.Root, "bin")).FullName;
        var temporary = Directory.CreateDirectory(Path.Combine(_folder.Root, "tmp")).FullName;
        var started = Path.Combine(_folder.Root, "started");
        var script = $$"""
            #!/bin/bash
            echo $$ > {{started}}.new
            mv {{started}}.new {{started}}
            while [ -d /proc/$PPID ]; do : > "${@: -1}/$((++i % 1000))"; done
            """;
        _folder.Write(Path.Combine("bin", "dotnet"), script);
        Process.Start("chmod", ["+x", Path.Combine(bin, "dotnet")]).WaitForExit();
        (string, string)[] environment = [("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}"), ("TMPDIR", temporary)];
        await using var pmq = Start(environment, "plugins", "new", "rpcHook", "Acme.SizeLimit");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(started)) await Task.Delay(10, patience.Token);

        var exitCode = await pmq.StopAsync("INT");

        Assert.Equal(1, exitCode);
        Assert.Contains("stopped before the project was whole", pmq.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{(await File.ReadAllTextAsync(started)).Trim()}"));
        Assert.DoesNotContain("warning", pmq.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(temporary, "pmq-templates-*"));
    }

    private HostProcess Start(params string[] arguments) => Start([], arguments);

    private HostProcess Start((string Name, string Value)[] environment, params string[] arguments)
        => HostProcess.Start(HostProcess.PathOf("PluggableMQ.Cli", "pmq"), arguments, _folder.Root, environment);
}
