using System.Reflection;
using System.Text.Json;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tests.Shared;

/// <summary>What a plugin's folder says must be what its assembly does.</summary>
public abstract class PluginManifestTests<TPlugin>
    where TPlugin : IPlugin, new()
{
    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file))).RootElement;

    [Fact]
    public void Manifest_Identity_IsTheAssembly()
    {
        var assembly = typeof(TPlugin).Assembly.GetName();
        var manifest = Read("plugin.json");

        Assert.Equal(assembly.Name, manifest.GetProperty("id").GetString());
        Assert.Equal(assembly.Name + ".dll", manifest.GetProperty("entryAssembly").GetString());
        Assert.Equal(typeof(TPlugin).FullName, manifest.GetProperty("entryType").GetString());
        Assert.Equal(assembly.Version!.ToString(3), manifest.GetProperty("version").GetString());
    }

    [Fact]
    public void Manifest_Provides_IsWhatThePluginRegisters()
    {
        var declared = Read("plugin.json").GetProperty("provides").EnumerateArray()
            .Select(entry => (entry.GetProperty("kind").GetString()!, entry.GetProperty("name").GetString()!));

        Assert.Equal(declared.Order(), new PluginHarness(new TPlugin()).Provided.Order());
    }

    [Fact]
    public void Schema_Properties_AreTheOptionsClass()
    {
        var schema = Read("options.schema.json");
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        var options = typeof(TPlugin).Assembly.GetTypes().SingleOrDefault(type => type.Name.EndsWith("Options", StringComparison.Ordinal));
        var names = options?.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)) ?? [];

        Assert.Equal(names.Order(StringComparer.Ordinal), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Configure_SchemaDefaults_AreAccepted()
    {
        var defaults = Read("options.schema.json").GetProperty("properties").EnumerateObject()
            .Select(property => (property.Name, property.Value.GetProperty("default").ToString())).ToArray();

        Assert.NotEmpty(new PluginHarness(new TPlugin(), defaults).Provided);
    }
}
