using System.Text.Json;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary><c>pmq plugins show</c>, <c>check</c> and <c>new</c> on folders.</summary>
public sealed class PluginsCommandTests : IDisposable
{
    private const string Tcp = "PluggableMQ.Transport.Tcp";

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Show_OfAFolder_HasOptionsAndAssemblies()
    {
        var plugins = _folder.CopyPlugins();

        var (exitCode, text) = await PmqAsync("show", Tcp, plugins);
        var (jsonCode, json) = await PmqAsync("show", Tcp, plugins, "--json");

        Assert.Equal((0, 0), (exitCode, jsonCode));
        Assert.Contains("status       Discovered", text, StringComparison.Ordinal);
        Assert.Contains("host, shared", text, StringComparison.Ordinal);
        using var details = JsonDocument.Parse(json);
        Assert.Equal(Tcp, details.RootElement.GetProperty("id").GetString());
        Assert.Equal("Plugin", details.RootElement.GetProperty("assemblies")[0].GetProperty("origin").GetString());
        Assert.Equal(JsonValueKind.Null, details.RootElement.GetProperty("loadedFrom").ValueKind);
        Assert.Equal(0, details.RootElement.GetProperty("retired").GetArrayLength());
    }

    [Fact]
    public async Task Show_UnknownId_NamesTheNearest()
    {
        var (exitCode, output) = await PmqAsync("show", "PluggableMQ.Transport.Tpc");

        Assert.Equal(1, exitCode);
        Assert.Contains($"did you mean '{Tcp}'?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_BrokenSupersededAndIncompatible_FitsAHundredColumns()
    {
        var plugins = BreakPlugins();

        var (exitCode, output) = await PmqAsync("list", plugins);

        Assert.Equal(0, exitCode);
        var lines = output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        foreach (var status in new[] { " Invalid", " Superseded ", " Incompatible " }) Assert.Contains(lines, line => line.Contains(status, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_OnePluginThatFits_ExitsWith0()
    {
        var (exitCode, output) = await PmqAsync("check", Path.Combine(_folder.CopyPlugins(), Tcp));

        Assert.Equal(0, exitCode);
        Assert.Contains(": fits", output, StringComparison.Ordinal);
        Assert.EndsWith("1 plugin, 0 errors, 0 warnings", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FolderWithFaults_ExitsWith1AndNamesFileFaultAndRemedy()
    {
        var plugins = BreakPlugins();

        var (exitCode, text) = await PmqAsync("check", plugins);
        var (jsonCode, json) = await PmqAsync("check", plugins, "--json");

        Assert.Equal((1, 1), (exitCode, jsonCode));
        Assert.Contains("error    Broken/plugin.json: 'rolse' is not a known key (Validate)\n           -> did you mean 'roles'?", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 100, line));
        using var report = JsonDocument.Parse(json);
        Assert.False(report.RootElement.GetProperty("isClean").GetBoolean());
        var findings = report.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(report.RootElement.GetProperty("errors").GetInt32(), findings.Count(f => f.GetProperty("severity").GetString() == "Error"));
        Assert.Contains(findings, f => f.GetProperty("property").GetString() == "rolse" && f.GetProperty("file").GetString() == Path.Combine(plugins, "Broken", "plugin.json") && f.GetProperty("plugin").GetString() == "Broken");
    }

    [Theory]
    [InlineData]
    [InlineData("nowhere")]
    [InlineData(".", "--with", "nowhere")]
    [InlineData(".", "--no-such-option")]
    public async Task Check_WrongUse_ExitsWith2(params string[] arguments)
    {
        var (exitCode, _) = await PmqAsync(["check", .. arguments]);

        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("hook", "Acme.X", "rpcHook (pmq-rpchook), queueSelection (pmq-selection)")]
    [InlineData("rpcHook", "Acme X", "is no name for a project")]
    [InlineData("rpcHook", "Acme..X", "is no name for a project")]
    public async Task New_WrongKindOrName_SaysWhatWouldBeRight(string kind, string name, string reason)
    {
        var (exitCode, output) = await PmqAsync("new", kind, name, "--output", Path.Combine(_folder.Root, "x"));

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "x")));
    }

    [Theory]
    [InlineData("rpcHook", "pmq-rpchook")]
    [InlineData("queueSelection", "pmq-selection")]
    [InlineData("pmq-transport", "pmq-transport")]
    [InlineData("storage", "pmq-storage")]
    [InlineData("storeDecorator", "pmq-storedecorator")]
    [InlineData("addressing", "pmq-addressing")]
    [InlineData("trace", "pmq-trace")]
    public async Task New_Kind_MakesAProjectAndLeavesInstalledTemplatesAlone(string kind, string template)
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder.Root, "feed")).FullName;
        var home = Directory.CreateDirectory(Path.Combine(_folder.Root, "home")).FullName;
        var folder = Path.Combine(_folder.Root, "src");

        await using var process = HostProcess.Start(
            HostProcess.PathOf("PluggableMQ.Cli", "pmq"), ["plugins", "new", kind, "Acme.SizeLimit", "--output", folder, "--feed", feed, "--json"], _folder.Root, ("DOTNET_CLI_HOME", home));
        var exitCode = await process.WaitForExitAsync();

        Assert.True(exitCode == 0, process.Output);
        using var report = JsonDocument.Parse(process.Output);
        Assert.Equal(template, report.RootElement.GetProperty("template").GetString());
        Assert.Equal(folder, report.RootElement.GetProperty("directory").GetString());
        Assert.Equal(["cd src", "dotnet test", "pmq plugins check Acme.SizeLimit/bin/plugin/Acme.SizeLimit"], report.RootElement.GetProperty("next").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("\"id\": \"Acme.SizeLimit\"", await File.ReadAllTextAsync(Path.Combine(folder, "Acme.SizeLimit", "plugin.json")), StringComparison.Ordinal);
        Assert.Contains(feed, await File.ReadAllTextAsync(Path.Combine(folder, "nuget.config")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(home, ".templateengine", "packages")));
    }

    [Fact]
    public async Task New_FolderInUse_WritesNothing()
    {
        var file = _folder.Write("there.txt", "x");

        var (exitCode, output) = await PmqAsync("new", "rpcHook", "Acme.X", "--output", _folder.Root);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{_folder.Root} is there and not empty; nothing was written.", output, StringComparison.Ordinal);
        Assert.Equal(file, Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Root)));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("list", "--help")]
    [InlineData("show", "--help")]
    [InlineData("check", "--help")]
    [InlineData("new", "--help")]
    public async Task Help_HasExamples(params string[] arguments)
    {
        var (exitCode, output) = await PmqAsync(arguments);

        Assert.Equal(0, exitCode);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    private string BreakPlugins()
    {
        var plugins = _folder.CopyPlugins();
        Directory.CreateDirectory(Path.Combine(plugins, "Broken"));
        File.WriteAllText(Path.Combine(plugins, "Broken", "plugin.json"), """{ "manifestVersion": 1, "rolse": ["broker"] }""");
        Directory.Move(Path.Combine(plugins, "PluggableMQ.Tracing.Log"), Path.Combine(plugins, "Older"));
        File.Copy(Path.Combine(HostFolder.BuiltPlugins, "PluggableMQ.Tracing.Log", "plugin.json"), Path.Combine(Directory.CreateDirectory(Path.Combine(plugins, "Newer")).FullName, "plugin.json"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(plugins, "Older")).Where(f => Path.GetFileName(f) != "plugin.json")) File.Copy(file, Path.Combine(plugins, "Newer", Path.GetFileName(file)));
        Replace(Path.Combine(plugins, "Older", "plugin.json"), "\"version\": \"", "\"version\": \"0.0.0-");
        Replace(Path.Combine(plugins, Tcp, "plugin.json"), "[1.1,2.0)", "[7.0,8.0)");
        return plugins;
    }

    private static void Replace(string file, string text, string by) => File.WriteAllText(file, File.ReadAllText(file).Replace(text, by, StringComparison.Ordinal));

    private static Task<(int ExitCode, string Output)> PmqAsync(params string[] arguments)
        => HostFolder.RunAsync(HostProcess.Start(HostProcess.PathOf("PluggableMQ.Cli", "pmq"), ["plugins", .. arguments]));
}
