using System.Text.RegularExpressions;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

public sealed partial class ServerHostTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task NameServer_Signal_StopsCleanly(string signal)
    {
        await using var nameServer = _folder.NameServer();
        await nameServer.GetAddressAsync();

        Assert.Equal(0, await nameServer.StopAsync(signal));
        Assert.Contains("Stopped", nameServer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Producer_WaitingForMoreOnStandardInput_StopsWhenItIsTold()
    {
        // Its standard input is a pipe that stays open.
        await using var producer = HostProcess.Start(HostProcess.PathOf("PluggableMQ.Producer.Host", "pmq-producer"), ["-n", "127.0.0.1:1", "--topic", "T"]);
        await producer.WaitForLineAsync("started as");

        Assert.Equal(0, await producer.StopAsync());
    }

    [Fact]
    public async Task Broker_Signal_StopsCleanlyAndLeavesNoAbortFile()
    {
        await using var broker = _folder.Broker();
        await broker.GetAddressAsync();
        Assert.True(File.Exists(Path.Combine(_folder.Root, "store", "abort")));

        Assert.Equal(0, await broker.StopAsync());
        Assert.False(File.Exists(Path.Combine(_folder.Root, "store", "abort")));
    }

    [Fact]
    public async Task Servers_Listening_PrintOneLineWithNameAddressPortsAndTime()
    {
        await using var nameServer = _folder.NameServer("--log-level", "warn");
        await nameServer.GetAddressAsync();
        await using var broker = _folder.Broker("-n", await nameServer.GetAddressAsync(), "--log-level", "error", "--set", "brokerName=broker-a");
        await broker.GetAddressAsync();

        Assert.Equal(0, await broker.StopAsync());
        Assert.Equal(0, await nameServer.StopAsync());
        Assert.Matches(NameServerLine(), nameServer.Output);
        Assert.Matches(BrokerLine(), broker.Output);
    }

    [Fact]
    public async Task Servers_WithFurtherListeners_PrintThem()
    {
        var manifest = _folder.Write("m.json", $$"""{ "transports": ["unix"], "options": { "PluggableMQ.Transport.UnixSocket": { "directory": "{{_folder.Root}}" } } }""");
        await using var nameServer = _folder.NameServer("--manifest", manifest, "--set", "listeners=unix", "--log-level", "warn");
        var port = (await nameServer.GetAddressAsync()).Split(':')[1];
        await using var broker = _folder.Broker("--manifest", manifest, "--set", $"listeners=unix://{_folder.Root}/extra.sock", "--log-level", "error");
        await broker.GetAddressAsync();

        Assert.Contains($"listens on 0.0.0.0:{port}, unix://0.0.0.0:{port}, started in", nameServer.Output, StringComparison.Ordinal);
        Assert.Contains($", unix://{_folder.Root}/extra.sock, VIP port ", broker.Output, StringComparison.Ordinal);
        Assert.Equal(0, await broker.StopAsync());
        Assert.Equal(0, await nameServer.StopAsync());
    }

    [Fact]
    public async Task NameServer_Logging_PrintsEventIdsAndNames()
    {
        await using var nameServer = _folder.NameServer();
        await nameServer.GetAddressAsync();

        Assert.Equal(0, await nameServer.StopAsync());
        Assert.Contains(" [6006 PluginInUse] - Using transport tcp from PluggableMQ.Transport.Tcp", nameServer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameServer_PortTaken_SaysWhichAndFails()
    {
        await using var first = _folder.NameServer();
        var port = (await first.GetAddressAsync()).Split(':')[1];

        var (exitCode, output) = await HostFolder.RunAsync(_folder.NameServer("--set", $"listenPort={port}", "--log-level", "error"));

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("pmq-namesrv: ", output, StringComparison.Ordinal);
        Assert.Contains(port, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameServer_Help_ShowsExamples()
    {
        var (exitCode, output) = await HostFolder.RunAsync(_folder.NameServer("--help"));

        Assert.Equal(0, exitCode);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        Assert.Contains("--log-level", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\Apmq-namesrv listens on \S+:\d+, started in \d+ ms\z")]
    private static partial Regex NameServerLine();

    [GeneratedRegex(@"\Apmq-broker broker-a of DefaultCluster listens on \S+:\d+, VIP port \d+, announced as 127\.0\.0\.1:\d+, started in \d+ ms\z")]
    private static partial Regex BrokerLine();
}
