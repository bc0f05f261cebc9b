using System.Text.Json.Nodes;
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
    [InlineData("""{ "rpcHooks": "metrics" }""", "'rpcHooks' must be a list of texts")]
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
}
