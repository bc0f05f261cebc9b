using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketPluginTests
{
    [Fact]
    public void Configure_Default_RegistersWhatTheManifestNames()
    {
        var registry = new TransportFixture.Registry();
        new WebSocketPlugin().Configure(registry, PluginHarness.ContextOf());

        var manifest = PluginFiles.ReadManifest();
        var assembly = typeof(WebSocketPlugin).Assembly.GetName();
        Assert.Equal(registry.Made.Keys, manifest.GetProperty("provides").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(["ws", "wss"], registry.Made.Values.Select(make => make().Scheme));
        Assert.Equal(assembly.Name, manifest.GetProperty("id").GetString());
        Assert.Equal(assembly.Version!.ToString(3), manifest.GetProperty("version").GetString());
        Assert.Equal(typeof(WebSocketPlugin).FullName, manifest.GetProperty("entryType").GetString());
        Assert.Equal(assembly.Name + ".dll", manifest.GetProperty("entryAssembly").GetString());
        Assert.False(manifest.GetProperty("unloadable").GetBoolean());
    }

    [Fact]
    public void Configure_WrongOptions_ListsThemAllAndNoSecret()
    {
        (string, string)[] wrong =
        [
            ("path", "pmq"), ("backlog", "0"), ("sendMessageSize", "5000"), ("maxMessageSize", "4096"), ("gateway", "nowhere"),
            ("proxy", "socks://proxy"), ("proxyCredentials", "s3cret"), ("headers:X Y", "1"), ("headers:X-Y", "s3cret\r\nZ: 1"), ("caFile", "/nowhere/ca.pem"),
        ];

        var failure = Assert.Throws<PluginConfigurationException>(
            () => new WebSocketPlugin().Configure(new TransportFixture.Registry(), PluginHarness.ContextOf(wrong)));

        Assert.Equal(9, failure.Failures.Count);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_OptionsAndDefaults_AreThoseOfTheClass()
    {
        var schema = PluginFiles.ReadSchema().GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var defaults = new WebSocketTransportOptions();
        var properties = typeof(WebSocketTransportOptions).GetProperties();

        Assert.Equal(properties.Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(), schema.Keys.Order());
        foreach (var property in properties)
        {
            var value = property.GetValue(defaults)!;
            var standard = schema[JsonNamingPolicy.CamelCase.ConvertName(property.Name)].GetProperty("default");
            if (value is ICollection collection) Assert.Equal(collection.Count, standard.ValueKind == JsonValueKind.Array ? standard.GetArrayLength() : standard.EnumerateObject().Count());
            else Assert.Equal(value.ToString(), standard.ToString());
        }
    }

    [Fact]
    public void Options_FromConfiguration_AreBoundByName()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["path"] = "/mq",
            ["allowedOrigins:0"] = "https://a.example.com",
            ["headers:Authorization"] = "Bearer x",
            ["backlog"] = "7",
        }).Build();

        var options = WebSocketTransportOptions.Read(configuration);

        Assert.Equal("/mq", options.Path);
        Assert.Equal(["https://a.example.com"], options.AllowedOrigins);
        Assert.Equal("Bearer x", options.Headers["Authorization"]);
        Assert.Equal(7, options.Backlog);
        Assert.Empty(options.Validate());
    }
}
