using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.UnixSocket.Tests;

public sealed class UnixSocketPluginTests
{
    [Fact]
    public void Configure_Default_RegistersTheSchemeThatTheManifestNames()
    {
        var harness = PluginHarness.Configure(new UnixSocketPlugin());
        using var transport = (IDisposable)harness.Make();

        var manifest = PluginFiles.ReadManifest();
        var assembly = typeof(UnixSocketPlugin).Assembly.GetName();
        var provided = Assert.Single(manifest.GetProperty("provides").EnumerateArray());
        Assert.Equal("transport", provided.GetProperty("kind").GetString());
        Assert.Equal(harness.Name, provided.GetProperty("name").GetString());
        Assert.Equal(harness.Name, ((Abstractions.Transport.ITransport)transport).Scheme);
        Assert.Equal(assembly.Name, manifest.GetProperty("id").GetString());
        Assert.Equal(assembly.Version!.ToString(3), manifest.GetProperty("version").GetString());
        Assert.Equal(typeof(UnixSocketPlugin).FullName, manifest.GetProperty("entryType").GetString());
        Assert.Equal(assembly.Name + ".dll", manifest.GetProperty("entryAssembly").GetString());
        Assert.False(manifest.GetProperty("unloadable").GetBoolean());
    }

    [Fact]
    public void Configure_WrongOptions_ListsThemAll()
    {
        var failure = Assert.Throws<PluginConfigurationException>(
            () => PluginHarness.Configure(new UnixSocketPlugin(), ("backlog", "0"), ("directory", "run/here"), ("mode", "rw-")));

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
    public void Schema_OptionsAndDefaults_AreThoseOfTheClass()
    {
        var schema = PluginFiles.ReadSchema().GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var defaults = new UnixSocketOptions();
        var properties = typeof(UnixSocketOptions).GetProperties();

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
