using PluggableMQ.Broker.Options;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;

namespace PluggableMQ.Hosting.Tests.Settings;

/// <summary>Which plugin a key is for.</summary>
public sealed class PluginOptionKeyTests : IDisposable
{
    private const string Tcp = "PluggableMQ.Transport.Tcp";
    private const string InMemory = "PluggableMQ.Transport.InMemory";
    private const string TwoTransports = """{ "transports": ["inmemory"], "storage": "inmemory", "options": { "PluggableMQ.Transport.InMemory": { "backlog": 7 } } }""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Resolve_QualifiedKey_GoesToThatPluginAlone()
    {
        await using var host = Open(TwoTransports);

        var settings = Resolve(host, new SettingLayer("command line", [new($"{Tcp}:backlog", "5")]));

        Assert.Contains(new EffectiveSetting($"{Tcp}:backlog", "5", "command line"), settings.All);
        Assert.Contains(new EffectiveSetting($"{InMemory}:backlog", "7", host.ManifestFile!), settings.All);
    }

    [Theory]
    [InlineData("PluggableMQ.Transport.Tcp:backlog=5")]
    [InlineData(@"PluggableMQ.Transport.Tcp\:backlog=5")]
    public async Task Resolve_QualifiedKeyInAPropertiesFile_NeedsNoEscape(string line)
    {
        await using var host = Open(TwoTransports);

        var layer = SettingLayer.ReadFile(_folder.Write("broker.conf", line + "\n"));

        Assert.Contains(new EffectiveSetting($"{Tcp}:backlog", "5", layer.Source), Resolve(host, layer).All);
    }

    [Fact]
    public async Task Resolve_BareKeyOfTwoPluginsInUse_NamesBothAndTheQualifiedForms()
    {
        await using var host = Open(TwoTransports);

        var failure = Assert.Single(Assert.Throws<HostConfigurationException>(() => Resolve(host, new SettingLayer("command line", [new("backlog", "5")]))).Failures);

        Assert.Equal($"command line: 'backlog' is an option of {Tcp} and of {InMemory}; say whose it is: {Tcp}:backlog=... or {InMemory}:backlog=...", failure);
    }

    [Fact]
    public async Task Resolve_BareKeyOfOnePluginInUse_GoesToIt()
    {
        await using var host = Open("{}");

        Assert.Contains(new EffectiveSetting($"{Tcp}:backlog", "5", "command line"), Resolve(host, new SettingLayer("command line", [new("backlog", "5")])).All);
    }

    [Fact]
    public async Task Resolve_RocketMqKeyOfRoleAndStore_GoesToBoth()
    {
        await using var host = Open("{}");
        var options = new BrokerOptions();

        var settings = Resolve(host, options, new SettingLayer("broker.conf", [new("maxMsgsNumBatch", "12")]));

        Assert.Equal(12, options.MaxMsgsNumBatch);
        Assert.Contains(new EffectiveSetting("PluggableMQ.Storage.CommitLog:maxMsgsNumBatch", "12", "broker.conf"), settings.All);
    }

    [Fact]
    public async Task Resolve_QualifiedKeysThatAreWrong_AreAllReported()
    {
        await using var host = Open("{}");

        var failures = Assert.Throws<HostConfigurationException>(() => Resolve(host, new SettingLayer("command line",
        [
            new("PluggableMQ.Transport.Tpc:backlog", "5"), new($"{Tcp}:backlok", "5"), new("PluggableMQ.Storage.InMemory:maxBytes", "1"),
        ]))).Failures;

        Assert.Equal(3, failures.Count);
        Assert.StartsWith($"command line: 'PluggableMQ.Transport.Tpc:backlog' is for no plugin that is there; did you mean '{Tcp}'? Known: ", failures[0], StringComparison.Ordinal);
        // Not in use, and wrong all the same.
        Assert.Contains("command line: options of PluggableMQ.Storage.InMemory: 'maxBytes' is '1', which is below the minimum of", failures[1], StringComparison.Ordinal);
        Assert.Contains($"command line: options of {Tcp}: 'backlok' is not a known option; did you mean 'backlog'?", failures[2], StringComparison.Ordinal);
    }

    private static RoleSettings Resolve(PluginHost host, params SettingLayer[] layers) => Resolve(host, new BrokerOptions(), layers);

    private static RoleSettings Resolve(PluginHost host, BrokerOptions options, params SettingLayer[] layers)
        => SettingsResolver.Resolve(RoleProfile.Broker, host.Manifest, host.Catalog.Snapshot, layers, options);

    private PluginHost Open(string manifest) => CompiledInPlugins.Open(_folder.Write("m.json", manifest));
}
