using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketPluginTests : PluginManifestContract<WebSocketPlugin>
{
    [Theory]
    [InlineData("websocket", "ws")]
    [InlineData("websocket-tls", "wss")]
    public async Task Scheme_OfEachTransport_IsTheUrls(string name, string scheme)
    {
        var transport = TransportFixture.Make(name, []);
        await using var owned = (IAsyncDisposable)transport;

        Assert.Equal(scheme, transport.Scheme);
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
            () => new PluginHarness(new WebSocketPlugin(), wrong));

        Assert.Equal(9, failure.Failures.Count);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheClass()
    {
        using var stream = typeof(WebSocketPlugin).Assembly.GetManifestResourceStream("options.schema.json")!;
        using var document = JsonDocument.Parse(stream);
        var schema = document.RootElement.GetProperty("properties");
        var defaults = new WebSocketTransportOptions();

        foreach (var property in typeof(WebSocketTransportOptions).GetProperties())
        {
            var value = property.GetValue(defaults)!;
            var standard = schema.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name)).GetProperty("default");
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
