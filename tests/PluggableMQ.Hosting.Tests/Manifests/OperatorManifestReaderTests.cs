using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Tests.Support;

namespace PluggableMQ.Hosting.Tests.Manifests;

public sealed class OperatorManifestReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NoFile_GivesTheDefaults()
    {
        var manifest = OperatorManifestReader.Read(null);

        Assert.Equal("tcp", manifest.Transport);
        Assert.Equal("round-robin", manifest.QueueSelection);
        Assert.Equal("static", manifest.Addressing);
        Assert.Equal("commitlog", manifest.Storage);
        Assert.Equal("none", manifest.Tracing);
        Assert.Equal(["metrics"], manifest.RpcHooks);
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "plugins")], manifest.PluginDirectories);
        Assert.Equal("default", manifest.SourceOf("transport"));
    }

    [Fact]
    public void Read_FileWithSomeKeys_KeepsTheOtherDefaults()
    {
        var file = _folder.Write("m.json", """
            {
              // what differs
              "storage": "inmemory",
              "rpcHooks": [],
              "options": { "PluggableMQ.Transport.Tcp": { "backlog": 7 } },
              "broker": { "listenPort": 0, "brokerName": "b", "autoCreateTopicEnable": false },
            }
            """);

        var manifest = OperatorManifestReader.Read(file);

        Assert.Equal("inmemory", manifest.Storage);
        Assert.Equal("tcp", manifest.Transport);
        Assert.Empty(manifest.RpcHooks);
        Assert.Equal(7, manifest.Options["PluggableMQ.Transport.Tcp"]["backlog"]!.GetValue<int>());
        Assert.Equal([new("listenPort", "0"), new("brokerName", "b"), new("autoCreateTopicEnable", "false")], manifest.Broker);
        Assert.Equal((file, "default"), (manifest.SourceOf("storage"), manifest.SourceOf("transport")));
    }

    [Theory]
    [InlineData("""{ "transprot": "tcp" }""", "'transprot' is not a known key; did you mean 'transport'?")]
    [InlineData("""{ "transport": 5 }""", "'transport' must be a text, not 5;")]
    [InlineData("""{ "rpcHooks": "metrics" }""", "'rpcHooks' must be a list of texts and objects")]
    [InlineData("""{ "rpcHooks": [7] }""", "'rpcHooks[0]' must be the name of a hook, or an object with its name.")]
    [InlineData("""{ "rpcHooks": ["a", { "name": "a" }] }""", "'rpcHooks' lists 'a' more than once.")]
    [InlineData("""{ "rpcHooks": [{ "onFailure": "failOpen" }] }""", "'rpcHooks[0].name' is missing")]
    [InlineData("""{ "rpcHooks": [{ "name": "a", "onFailure": "failopen" }] }""", "'rpcHooks[0].onFailure' is 'failopen'; did you mean 'failOpen'?")]
    [InlineData("""{ "rpcHooks": [{ "name": "a", "timeLimitMs": 0 }] }""", "'rpcHooks[0].timeLimitMs' is 0; it must be from 1 to 60000 milliseconds.")]
    [InlineData("""{ "rpcHooks": [{ "name": "a", "timeLimitMs": 60001 }] }""", "'rpcHooks[0].timeLimitMs' is 60001")]
    [InlineData("""{ "rpcHooks": ["a", { "name": "b", "timeLimit": 5 }] }""", "'rpcHooks[1].timeLimit' is not a known key; did you mean 'timeLimitMs'?")]
    [InlineData("""{ "rpcHooks": ["a", "a"] }""", "'rpcHooks' lists 'a' more than once.")]
    [InlineData("""{ "hotSwap": "yes" }""", "'hotSwap' must be true or false")]
    [InlineData("""{ "options": { "x": 1 } }""", "'options.x' must be an object, not 1;")]
    [InlineData("""{ "broker": { "listenPort": [1] } }""", "'broker.listenPort' must be a text, a number, true or false.")]
    [InlineData("""{ "broker": {} """, "not valid JSON at line 1")]
    public void Read_WrongFile_NamesFileAndKey(string text, string expected)
    {
        var file = _folder.Write("m.json", text);

        var failure = Assert.Single(Assert.Throws<HostConfigurationException>(() => OperatorManifestReader.Read(file)).Failures);

        Assert.StartsWith(file, failure, StringComparison.Ordinal);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hooks_TakesNamesAndObjects()
    {
        var file = _folder.Write("m.json", """{ "rpcHooks": ["metrics", { "name": "acl", "onFailure": "failClosed", "timeLimitMs": 250 }, { "name": "audit", "onFailure": "failOpen" }] }""");

        var manifest = OperatorManifestReader.Read(file);

        Assert.Equal(["metrics", "acl", "audit"], manifest.RpcHooks);
        Assert.Equal(
            [
                new RpcHookSetting("metrics"), new RpcHookSetting("acl", RpcHookFailureMode.FailClosed, TimeSpan.FromMilliseconds(250)),
                new RpcHookSetting("audit", RpcHookFailureMode.FailOpen),
            ],
            manifest.RpcHookSettings);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
        => Assert.Contains("there is no such manifest", Assert.Throws<HostConfigurationException>(() => OperatorManifestReader.Read(Path.Combine(_folder.Root, "none.json"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_RelativeDirectory_IsLookedForBesideTheManifestThenBesideTheHost()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "mine"));
        var file = _folder.Write("m.json", """{ "pluginDirectories": ["mine", "plugins"] }""");

        Assert.Equal([Path.Combine(_folder.Root, "mine"), Path.Combine(AppContext.BaseDirectory, "plugins")], OperatorManifestReader.Read(file).PluginDirectories);
    }

    [Fact]
    public void Schema_Properties_AreTheKeysAndTheirDefaults()
    {
        var schema = JsonNode.Parse(OperatorManifestReader.ReadSchema())!["properties"]!.AsObject();
        var defaults = JsonNode.Parse(OperatorManifestReader.ReadDefault())!.AsObject();

        Assert.Equal(defaults.Select(p => p.Key).Order(), schema.Select(p => p.Key).Order());
        Assert.All(schema.Where(p => p.Value!["default"] is not null), p => Assert.True(JsonNode.DeepEquals(p.Value!["default"], defaults[p.Key]), p.Key));
        // Each key of the default manifest is one that the reader knows: it would not read otherwise.
        Assert.Equal("default", OperatorManifestReader.Read(null).Source);
    }

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    public void Read_ManyHooks_AsManyAsAHostRuns(int count, int errors)
    {
        var file = _folder.Write("m.json", $$"""{ "rpcHooks": [{{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"hook-{i}\""))}}] }""");

        var failures = Record.Exception(() => OperatorManifestReader.Read(file)) is HostConfigurationException wrong ? wrong.Failures : [];

        Assert.Equal(errors, failures.Count);
        Assert.All(failures, f => Assert.Equal($"{file}: 'rpcHooks' lists 65 hooks; a host runs at most 64. Take some out, or let one hook do the work of several.", f));
    }
}
