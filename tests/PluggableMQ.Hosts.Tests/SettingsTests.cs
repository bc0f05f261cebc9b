using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Broker_Print_ShowsEverySettingAndWhereItComesFrom()
    {
        var manifest = _folder.Write("m.json", """{ "rpcHooks": [], "broker": { "regionId": "north" } }""");
        var conf = _folder.Write("broker.conf", "brokerName=broker-x\nflushDiskType=SYNC_FLUSH\n");
        var process = HostProcess.Start(
            HostProcess.PathOf("PluggableMQ.Broker.Host", "pmq-broker"), ["-c", conf, "--manifest", manifest, "--set", "brokerClusterName=c1", "-p"],
            environment: ("NAMESRV_ADDR", "10.0.0.9:9876"));

        var (exitCode, output) = await HostFolder.RunAsync(process);

        Assert.Equal(0, exitCode);
        AssertSetting(output, "brokerName=broker-x", conf);
        AssertSetting(output, "PluggableMQ.Storage.CommitLog:flushDiskType=SYNC_FLUSH", conf);
        AssertSetting(output, "regionId=north", manifest);
        AssertSetting(output, "namesrvAddr=10.0.0.9:9876", "environment");
        AssertSetting(output, "brokerClusterName=c1", "command line");
        AssertSetting(output, "brokerConfigPath=" + conf, "command line");
        AssertSetting(output, "listenPort=10911", "default");
        AssertSetting(output, "storage=commitlog", "default");
    }

    [Fact]
    public async Task Broker_PrintImportant_ShowsFewer()
    {
        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("-m"));

        Assert.Equal(0, exitCode);
        AssertSetting(output, "listenPort=0", "command line");
        AssertSetting(output, "PluggableMQ.Storage.CommitLog:flushDiskType=ASYNC_FLUSH", "default");
        Assert.DoesNotContain("transactionCheckMax", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_PrintWithOverriddenManifest_ShowsWhatIsInForceAndWhoSaysSo()
    {
        var manifest = _folder.Write("m.json", """{ "storage": "commitlog", "rpcHooks": [{ "name": "rate-limit", "onFailure": "failOpen" }], "tracing": "log" }""");
        var conf = _folder.Write("broker.conf", "rpcHooks = rate-limit, metrics\nPluggableMQ.RpcHooks.RateLimit:maxSeries = 40\n");

        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--manifest", manifest, "-c", conf, "--set", "storage=inmemory", "--set", "hotSwap=false", "-p"));

        Assert.Equal(0, exitCode);
        AssertSetting(output, "storage=inmemory", "command line");
        AssertSetting(output, "hotSwap=false", "command line");
        AssertSetting(output, "rpcHooks=rate-limit, metrics", conf);
        AssertSetting(output, "rpcHooks.rate-limit.onFailure=failOpen", manifest);
        AssertSetting(output, "rpcHooks.rate-limit.timeLimitMs=1000", "default");
        AssertSetting(output, "rpcHooks.metrics.onFailure=as the hook says", "default");
        AssertSetting(output, "PluggableMQ.RpcHooks.RateLimit:maxSeries=40", conf);
        AssertSetting(output, "PluggableMQ.RpcHooks.Metrics:maxSeries=1024", "default");
        Assert.DoesNotContain("tracing=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_KeyOfTwoHooks_NamesBoth()
    {
        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--set", "rpcHooks=metrics,rate-limit", "--set", "maxSeries=50"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("command line: 'maxSeries' is an option of PluggableMQ.RpcHooks.Metrics and of PluggableMQ.RpcHooks.RateLimit; say whose it is:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_PrintOfSecrets_RedactsThem()
    {
        const string Key = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=";
        var manifest = _folder.Write(
            "m.json", $$"""{ "storeDecorators": ["encryption"], "options": { "PluggableMQ.StoreDecorators.Encryption": { "keys": [{ "id": "k1", "key": "{{Key}}" }], "activeKey": "k1" } } }""");

        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("--manifest", manifest, "-p"));

        Assert.Equal(0, exitCode);
        AssertSetting(output, "PluggableMQ.StoreDecorators.Encryption:keys=******", manifest);
        AssertSetting(output, "PluggableMQ.StoreDecorators.Encryption:activeKey=k1", manifest);
        Assert.DoesNotContain(Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameServer_HookForBrokersOnly_IsNotPrintedAsInForce()
    {
        var (exitCode, output) = await HostFolder.RunAsync(_folder.NameServer("--set", "rpcHooks=metrics,rate-limit", "-p"));

        Assert.Equal(0, exitCode);
        AssertSetting(output, "rpcHooks=metrics", "command line");
    }

    [Fact]
    public async Task Broker_WrongKeys_NamesFileKeyAndNearest()
    {
        var conf = _folder.Write("broker.conf", "brokerNme=a\nflushDiskType=SYNC\n");

        var (exitCode, output) = await HostFolder.RunAsync(_folder.Broker("-c", conf));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"pmq-broker: {conf}: 'brokerNme' is not a known key; did you mean 'brokerName'?", output, StringComparison.Ordinal);
        Assert.Contains($"pmq-broker: {conf}: options of PluggableMQ.Storage.CommitLog: 'flushDiskType' is 'SYNC', which is not one of", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameServer_WrongManifest_NamesFileKeyAndNearest()
    {
        var manifest = _folder.Write("m.json", """{ "pluginDirectorys": [] }""");

        var (exitCode, output) = await HostFolder.RunAsync(_folder.NameServer("--manifest", manifest));

        Assert.NotEqual(0, exitCode);
        Assert.Equal($"pmq-namesrv: {manifest}: 'pluginDirectorys' is not a known key; did you mean 'pluginDirectories'? Known: $schema, addressing, broker, disabled, hotSwap, nameServer, options, "
            + "pluginDirectories, producer, queueSelection, rpcHooks, storage, storeDecorators, tracing, transport, transports.", output);
    }

    [Fact]
    public async Task Broker_RocketMqKeysWithoutEffect_AreListedInOneLine()
    {
        var conf = _folder.Write("broker.conf", "pullMessageThreadPoolNums=4\nwarmMapedFileEnable=true\nbrokerName=a\n");
        await using var broker = _folder.Broker("-c", conf);
        await broker.GetAddressAsync();

        Assert.Equal(0, await broker.StopAsync());
        var line = Assert.Single(broker.Output.Split('\n'), l => l.Contains("without effect", StringComparison.Ordinal));
        Assert.Contains("pullMessageThreadPoolNums, warmMapedFileEnable", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Producer_Print_ShowsItsSettings()
    {
        var process = HostProcess.Start(HostProcess.PathOf("PluggableMQ.Producer.Host", "pmq-producer"), ["-n", "10.0.0.1:9876", "-p"]);

        var (exitCode, output) = await HostFolder.RunAsync(process);

        Assert.Equal(0, exitCode);
        AssertSetting(output, "namesrvAddr=10.0.0.1:9876", "command line");
        AssertSetting(output, "queueSelection=round-robin", "default");
    }

    private static void AssertSetting(string output, string setting, string source)
        => Assert.Contains(output.Split('\n'), line => line.Split('#') is [var text, var from] && text.Trim() == setting && from.Trim() == source);
}
