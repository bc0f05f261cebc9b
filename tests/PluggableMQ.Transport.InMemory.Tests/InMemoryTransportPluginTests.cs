using System.Text.Json;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.InMemory.Tests;

public sealed class InMemoryTransportPluginTests : PluginManifestContract<InMemoryTransportPlugin>
{
    [Fact]
    public void Configure_WrongNumbers_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => new PluginHarness(new InMemoryTransportPlugin(), ("backlog", "many"), ("maxBufferSize", "1")));

        Assert.Equal(2, failure.Failures.Count);
        Assert.Contains("'many'", failure.Failures[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheClass()
    {
        using var stream = typeof(InMemoryTransportPlugin).Assembly.GetManifestResourceStream("options.schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        var properties = schema.RootElement.GetProperty("properties");
        var defaults = new InMemoryTransportOptions();

        Assert.Equal(defaults.Backlog, properties.GetProperty("backlog").GetProperty("default").GetInt32());
        Assert.Equal(defaults.MaxBufferSize, properties.GetProperty("maxBufferSize").GetProperty("default").GetInt32());
    }
}
