using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.Tcp.Tests;

public sealed class TcpTransportPluginTests
{
    [Fact]
    public void Configure_Default_RegistersTheSchemeThatTheManifestNames()
    {
        var harness = PluginHarness.Configure(new TcpTransportPlugin());
        using var transport = (IDisposable)harness.Make();

        var manifest = PluginFiles.ReadManifest();
        var provided = Assert.Single(manifest.GetProperty("provides").EnumerateArray());
        Assert.Equal("transport", provided.GetProperty("kind").GetString());
        Assert.Equal(harness.Name, provided.GetProperty("name").GetString());
        Assert.Equal(harness.Name, harness.Make().Scheme);
        Assert.Equal(typeof(TcpTransportPlugin).FullName, manifest.GetProperty("entryType").GetString());
        Assert.Equal(typeof(TcpTransportPlugin).Assembly.GetName().Name + ".dll", manifest.GetProperty("entryAssembly").GetString());
        Assert.False(manifest.GetProperty("unloadable").GetBoolean());
    }

    [Fact]
    public void Configure_WrongNumbers_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => PluginHarness.Configure(
                new TcpTransportPlugin(), ("backlog", "0"), ("connectTimeout", "-5"), ("maxReadBufferSize", "1")));

        Assert.Equal(3, failure.Failures.Count);
        Assert.Contains(failure.Failures, static text => text.StartsWith("backlog is 0;", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, static text => text.StartsWith("connectTimeout is -5;", StringComparison.Ordinal));
    }

    [Fact]
    public void Schema_OptionsAndDefaults_AreThoseOfTheClass()
    {
        var schema = PluginFiles.ReadSchema().GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var defaults = new TcpTransportOptions();
        var properties = typeof(TcpTransportOptions).GetProperties();

        Assert.Equal(properties.Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(), schema.Keys.Order());
        foreach (var property in properties)
            Assert.Equal(
                property.GetValue(defaults)!.ToString(),
                    schema[JsonNamingPolicy.CamelCase.ConvertName(property.Name)].GetProperty("default").ToString());
    }

    [Fact]
    public void Options_FromConfiguration_AreBoundByName()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["noDelay"] = "false",
            ["backlog"] = "7",
            ["ioQueueCount"] = "3",
            ["inlineScheduling"] = "true",
            ["waitForData"] = "true",
            ["maxReadBufferSize"] = "8192",
            ["maxWriteBufferSize"] = "16384",
            ["connectTimeout"] = "250",
        }).Build();

        var options = TcpTransportOptions.Read(configuration);

        Assert.False(options.NoDelay);
        Assert.Equal(7, options.Backlog);
        Assert.Equal(3, options.IoQueueCount);
        Assert.True(options.InlineScheduling);
        Assert.True(options.WaitForData);
        Assert.Equal(8192, options.MaxReadBufferSize);
        Assert.Equal(16384, options.MaxWriteBufferSize);
        Assert.Equal(250, options.ConnectTimeout);
    }
}
