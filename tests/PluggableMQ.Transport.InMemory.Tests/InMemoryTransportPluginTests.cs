using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.InMemory.Tests;

public sealed class InMemoryTransportPluginTests
{
    [Fact]
    public void Configure_Default_RegistersTheSchemeThatTheManifestNames()
    {
        var harness = PluginHarness.Configure(new InMemoryTransportPlugin());

        var manifest = PluginFiles.ReadManifest();
        Assert.Equal(harness.Name, Assert.Single(manifest.GetProperty("provides").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(harness.Name, harness.Make().Scheme);
        Assert.Equal(typeof(InMemoryTransportPlugin).FullName, manifest.GetProperty("entryType").GetString());
    }

    [Fact]
    public void Configure_WrongNumbers_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => PluginHarness.Configure(new InMemoryTransportPlugin(), ("backlog", "many"), ("maxBufferSize", "1")));

        Assert.Equal(2, failure.Failures.Count);
        Assert.Contains("'many'", failure.Failures[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheClass()
    {
        var properties = PluginFiles.ReadSchema().GetProperty("properties");
        var defaults = new InMemoryTransportOptions();

        Assert.Equal(defaults.Backlog, properties.GetProperty("backlog").GetProperty("default").GetInt32());
        Assert.Equal(defaults.MaxBufferSize, properties.GetProperty("maxBufferSize").GetProperty("default").GetInt32());
        Assert.Equal(2, properties.EnumerateObject().Count());
    }
}
