using System.Text.Json;
using System.Text.RegularExpressions;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>The admin endpoint of running hosts, and <c>pmq plugins</c> that asks it.</summary>
public sealed partial class AdminTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Broker_WithAdmin_IsShownByListAndShow()
    {
        await using var broker = _folder.Broker("--admin", "127.0.0.1:0", "--set", "mappedFileSizeCommitLog=16777216");
        var address = await GetAdminAddressAsync(broker);

        var (listCode, list) = await PmqAsync("plugins", "list", "--host", address);
        var (jsonCode, json) = await PmqAsync("plugins", "list", "--host", address, "--json");
        var (showCode, show) = await PmqAsync("plugins", "show", "PluggableMQ.Storage.CommitLog", "--host", address);

        Assert.Equal((0, 0, 0), (listCode, jsonCode, showCode));
        AssertFits(list);
        Assert.Contains(list.Split('\n'), line => line.StartsWith("PluggableMQ.Storage.CommitLog ", StringComparison.Ordinal) && line.Contains(" Active ", StringComparison.Ordinal) && line.EndsWith("storage commitlog *", StringComparison.Ordinal));
        using var rows = JsonDocument.Parse(json);
        var store = rows.RootElement.EnumerateArray().Single(r => r.GetProperty("id").GetString() == "PluggableMQ.Storage.CommitLog");
        Assert.Equal("Active", store.GetProperty("status").GetString());
        Assert.Equal(1, store.GetProperty("generation").GetInt32());
        AssertFits(show);
        Assert.Matches(CommandLineOption(), show);
        Assert.Contains("its folder, loaded", show, StringComparison.Ordinal);
        Assert.Contains("loaded from ", show, StringComparison.Ordinal);
        Assert.Equal(0, await broker.StopAsync());
    }

    [Fact]
    public async Task NameServer_AdminInItsFile_IsShown()
    {
        var socket = Path.Combine(_folder.Root, "admin.sock");
        await using var nameServer = _folder.NameServer("-c", _folder.Write("namesrv.conf", $"adminListen=unix:{socket}\n"));
        await GetAdminAddressAsync(nameServer);

        var (exitCode, output) = await PmqAsync("plugins", "list", "--host", $"unix:{socket}");

        Assert.Equal(0, exitCode);
        Assert.Contains("transport tcp *", output, StringComparison.Ordinal);
        Assert.Equal(0, await nameServer.StopAsync());
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Producer_AdminInItsManifest_IsShown()
    {
        var manifest = _folder.Write("m.json", """{ "queueSelection": "latency-aware", "producer": { "adminListen": "127.0.0.1:0" } }""");
        // It waits for further lines, which do not come.
        await using var producer = HostProcess.Start(HostProcess.PathOf("PluggableMQ.Producer.Host", "pmq-producer"), ["-n", "127.0.0.1:1", "--topic", "T", "--manifest", manifest, "--follow", _folder.Write("lines.txt", "")]);

        var (exitCode, output) = await PmqAsync("plugins", "list", "--host", await GetAdminAddressAsync(producer));

        Assert.Equal(0, exitCode);
        Assert.Contains("queueSelection latency-aware", output, StringComparison.Ordinal);
        Assert.Equal(0, await producer.StopAsync());
    }

    [Fact]
    public async Task Broker_AdminNotOnLoopback_DoesNotStart()
    {
        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--admin", "0.0.0.0:0"));

        Assert.Equal(1, exitCode);
        Assert.Contains("command line: 'adminListen' is '0.0.0.0:0', which other machines can reach, and the admin endpoint has no authentication", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PluginsList_NobodyListens_SaysWhatToDo()
    {
        // A port that only the system's own services use.
        const string address = "127.0.0.1:1";

        var (exitCode, output) = await PmqAsync("plugins", "list", "--host", address);

        Assert.Equal(1, exitCode);
        Assert.Contains($"No host answers at {address}", output, StringComparison.Ordinal);
        Assert.Contains($"start it with --admin {address}, or set adminListen", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PluginsShow_ServerThatIsNoAdminEndpoint_SaysSo()
    {
        await using var broker = _folder.Broker();
        var address = (await broker.GetAddressAsync()).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        var (exitCode, output) = await PmqAsync("plugins", "show", "A", "--host", address);

        Assert.Equal(1, exitCode);
        Assert.Contains("admin endpoint", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<string> GetAdminAddressAsync(HostProcess host)
    {
        await host.WaitForLineAsync("Admin endpoint listens on ");
        return AdminLine().Match(host.Output).Groups[1].Value;
    }

    private static void AssertFits(string output) => Assert.All(output.Split('\n').Where(line => line.TrimStart().Contains(' ', StringComparison.Ordinal) && !line.Contains("/plugins", StringComparison.Ordinal)), line => Assert.True(line.Length <= 100, line));

    private static Task<(int ExitCode, string Output)> PmqAsync(params string[] arguments) => HostFolder.RunAsync(HostProcess.Start(HostProcess.PathOf("PluggableMQ.Cli", "pmq"), arguments));

    [GeneratedRegex(@"Admin endpoint listens on ([^\s,]+),")]
    private static partial Regex AdminLine();

    [GeneratedRegex(@"mappedFileSizeCommitLog +16777216 +1073741824 +command line")]
    private static partial Regex CommandLineOption();
}
