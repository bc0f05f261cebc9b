using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.UnixSocket.Tests;

public sealed class UnixSocketPluginTests : PluginManifestContract<UnixSocketPlugin>
{
    [Fact]
    public void Configure_WrongOptions_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => new PluginHarness(new UnixSocketPlugin(), ("backlog", "0"), ("directory", "run/here"), ("mode", "rw-")));

        Assert.Equal(3, failure.Failures.Count);
        Assert.Contains(failure.Failures, static text => text.StartsWith("directory is 'run/here';", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, static text => text.StartsWith("mode is 'rw-';", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("640", true)]
    [InlineData("0640", true)]
    [InlineData("64", false)]
    [InlineData("06400", false)]
    [InlineData("680", false)]
    [InlineData("000", true)]
    public void Validate_Mode_IsThreeOctalDigits(string mode, bool valid)
        => Assert.Equal(valid, new UnixSocketOptions { Mode = mode }.Validate().Count == 0);

    [Fact]
    public void Schema_Defaults_AreThoseOfTheClass()
    {
        using var stream = typeof(UnixSocketPlugin).Assembly.GetManifestResourceStream("options.schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        var defaults = new UnixSocketOptions();

        foreach (var property in typeof(UnixSocketOptions).GetProperties())
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
            ["directory"] = "~/sockets",
            ["mode"] = "660",
            ["backlog"] = "7",
            ["maxReadBufferSize"] = "8192",
        }).Build();

        var options = UnixSocketOptions.Read(configuration);

        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "sockets"), options.GetDirectory());
        Assert.Equal("660", options.Mode);
        Assert.Equal(7, options.Backlog);
        Assert.Equal(8192, options.MaxReadBufferSize);
    }
}
