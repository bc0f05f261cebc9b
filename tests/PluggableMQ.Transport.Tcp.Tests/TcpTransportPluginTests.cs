using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.Tcp.Tests;

public sealed class TcpTransportPluginTests : PluginManifestContract<TcpTransportPlugin>
{
    [Fact]
    public void Configure_WrongNumbers_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => new PluginHarness(
                new TcpTransportPlugin(), ("backlog", "0"), ("connectTimeout", "-5"), ("maxReadBufferSize", "1")));

        Assert.Equal(3, failure.Failures.Count);
        Assert.Contains(failure.Failures, static text => text.StartsWith("backlog is 0;", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, static text => text.StartsWith("connectTimeout is -5;", StringComparison.Ordinal));
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheClass()
    {
        using var stream = typeof(TcpTransportPlugin).Assembly.GetManifestResourceStream("options.schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        var defaults = new TcpTransportOptions();

        foreach (var property in typeof(TcpTransportOptions).GetProperties())
        {
            var option = schema.RootElement.GetProperty("properties").GetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            Assert.Equal(property.GetValue(defaults)!.ToString(), option.GetProperty("default").ToString());
        }
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
