using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>An operator at work: a running broker, a plugin folder dropped beside it, one line of the manifest edited.</summary>
public sealed class HotSwapTests : IDisposable
{
    private const string Plain = """{ "pluginDirectories": ["plugins"], "rpcHooks": [] }""";
    private const string Limited = """{ "pluginDirectories": ["plugins"], "rpcHooks": ["rate-limit"], "options": { "PluggableMQ.RpcHooks.RateLimit": { "messagesPerSecond": 1, "burst": 1, "scope": "topic" } } }""";

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Broker_PluginDroppedNamedAndTakenAwayAgain_ObeysWithoutARestart()
    {
        var plugins = _folder.CopyPlugins(except: "PluggableMQ.RpcHooks.RateLimit");
        WriteManifest(Plain);
        await using var nameServer = _folder.NameServer();
        var address = (await nameServer.GetAddressAsync()).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        await using var broker = _folder.Broker("-n", address, "--manifest", Path.Combine(_folder.Root, "m.json"), "--set", "mappedFileSizeCommitLog=16777216", "--admin", "127.0.0.1:0");
        await broker.WaitForLineAsync("Registered at NameServer");
        await using var host = PluginHost.Open(new PluginHostOptions { Role = HostRole.Client, PluginDirectories = [HostFolder.BuiltPlugins] });
        await using var client = host.CreateClient(new SettingLayer("test", [new("namesrvAddr", address), new("producerGroup", "senders"), new("retryTimesWhenSendFailed", "0")]));
        await client.StartAsync();
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();
        for (var i = 0; i < 5; i++) Assert.Null(await RefusalOfASendAsync(producer));

        // The folder first, as a copying operator does it: it is noticed, checked and not used.
        CopyPlugin("PluggableMQ.RpcHooks.RateLimit", plugins);
        WriteManifest(Limited);
        await UntilAsync(IsRefusedAsync);
        await broker.WaitForLineAsync("Exchanged: rpcHook 'rate-limit' of the broker is PluggableMQ.RpcHooks.RateLimit");

        // Broken by hand: what is loaded goes on.
        await File.WriteAllTextAsync(Path.Combine(plugins, "PluggableMQ.RpcHooks.RateLimit", "PluggableMQ.RpcHooks.RateLimit.dll"), "oops");
        await broker.WaitForLineAsync("was not exchanged (Failed)");
        await UntilAsync(IsRefusedAsync);

        WriteManifest(Plain);
        await UntilAsync(async () => await RefusalOfASendAsync(producer) is null);
        for (var i = 0; i < 5; i++) Assert.Null(await RefusalOfASendAsync(producer));
        Assert.Equal(0, await broker.StopAsync());

        async Task<bool> IsRefusedAsync() => await RefusalOfASendAsync(producer) is { } refusal && refusal.Contains("start flow control for a while", StringComparison.Ordinal);
    }

    private static async Task<string?> RefusalOfASendAsync(Producer producer)
    {
        try
        {
            await producer.SendAsync(new Message { Topic = "Orders", Body = Encoding.UTF8.GetBytes("x") });
            return null;
        }
        catch (MqServerException e)
        {
            return e.Message;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition()) await Task.Delay(20, patience.Token);
    }

    private static void CopyPlugin(string plugin, string target)
    {
        var copy = Directory.CreateDirectory(Path.Combine(target, plugin)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(HostFolder.BuiltPlugins, plugin))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    // A new file takes the old one's place, as an editor does it.
    private void WriteManifest(string text) => File.Move(_folder.Write("m.next", text), Path.Combine(_folder.Root, "m.json"), overwrite: true);
}
