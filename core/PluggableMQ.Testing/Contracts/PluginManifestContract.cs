using System.Reflection;
using System.Text.Json;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What a plugin's folder says (<c>plugin.json</c>, the schema of its options) must be what its assembly does.</summary>
/// <typeparam name="TPlugin">The entry type.</typeparam>
public abstract class PluginManifestContract<TPlugin>
    where TPlugin : IPlugin, new()
{
    private static readonly string[] KnownRoles = ["nameserver", "broker", "client"];

    /// <summary>Where <c>plugin.json</c> is; null for the copy inside the assembly, or beside the tests when there is none.</summary>
    protected virtual string? PluginDirectory => null;

    /// <summary>The class whose public properties are the options; the assembly's only type with a name that ends in <c>Options</c> by
    /// default. Null for a plugin without options.</summary>
    protected virtual Type? OptionsType => FindOptionsType();

    /// <summary>Options that the plugin is configured with, by key (<c>a:0</c> for the first item of a list): those without which it
    /// refuses; none by default.</summary>
    protected virtual IReadOnlyList<(string Key, string Value)> RequiredOptions => [];

    [Fact]
    public void Manifest_Identity_IsTheAssembly()
    {
        var assembly = typeof(TPlugin).Assembly.GetName();
        var manifest = Read("plugin.json");

        Assert.Equal(1, manifest.GetProperty("manifestVersion").GetInt32());
        Assert.Equal(assembly.Name, manifest.GetProperty("id").GetString());
        Assert.Equal(assembly.Name + ".dll", manifest.GetProperty("entryAssembly").GetString());
        Assert.Equal(typeof(TPlugin).FullName, manifest.GetProperty("entryType").GetString());
        var version = manifest.GetProperty("version").GetString();
        Assert.True(
            PluginVersion.TryParse(version, out var declared),
            $"plugin.json: version '{version}' is none; write for example 1.2.0 or 2.0.0-beta.1.");
        Assert.Equal(BuiltVersion(), declared);
    }

    [Fact]
    public void Manifest_Spi_HoldsTheContractsThatItIsBuiltAgainst()
    {
        var text = Read("plugin.json").GetProperty("spi").GetString();
        var referenced = typeof(TPlugin).Assembly.GetReferencedAssemblies().Single(name => name.Name == typeof(IPlugin).Assembly.GetName().Name).Version!;

        Assert.True(VersionRange.TryParse(text, out var range), $"plugin.json: spi '{text}' is no range; write for example [1.0,2.0).");
        Assert.True(
            range.Contains(new Version(referenced.Major, referenced.Minor, referenced.Build)),
            $"plugin.json: spi {text} leaves out {referenced.ToString(3)}, the version of the contracts that the plugin is built against.");
    }

    [Fact]
    public void Manifest_Roles_AreKnown()
    {
        var roles = Read("plugin.json").GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ToList();

        Assert.NotEmpty(roles);
        Assert.All(roles, role => Assert.Contains(role, KnownRoles));
    }

    [Fact]
    public void Manifest_Provides_IsWhatThePluginRegisters()
    {
        var declared = Read("plugin.json").GetProperty("provides").EnumerateArray()
            .Select(entry => (entry.GetProperty("kind").GetString()!, entry.GetProperty("name").GetString()!));

        Assert.Equal(declared.Order(), Configure().Provided.Order());
    }

    [Fact]
    public void Schema_Properties_AreTheOptionsClass()
    {
        var schema = ReadSchema();
        Assert.False(
            !schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind != JsonValueKind.False,
            "options.schema.json: set additionalProperties to false, so that a misspelt option is an error.");
        var names = OptionsType?.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)) ?? [];

        Assert.Equal(names.Order(StringComparer.Ordinal), PropertiesOf(schema).Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_Properties_SayWhatTheyAre()
    {
        foreach (var property in PropertiesOf(ReadSchema()))
        {
            Assert.True(property.Value.TryGetProperty("type", out _), $"options.schema.json: '{property.Name}' has no type.");
            Assert.True(property.Value.TryGetProperty("description", out _), $"options.schema.json: '{property.Name}' has no description; operators read it.");
        }
    }

    [Fact]
    public void Configure_NoOptions_Registers() => Assert.NotEmpty(Configure().Provided);

    [Fact]
    public void Configure_SchemaDefaults_AreAccepted()
        => Assert.NotEmpty(Configure(PropertiesOf(ReadSchema())
            .Where(property => property.Value.TryGetProperty("default", out _))
            .SelectMany(property => Flatten(property.Name, property.Value.GetProperty("default")))).Provided);

    // With its label, which only the informational version has.
    private static PluginVersion BuiltVersion()
    {
        var assembly = typeof(TPlugin).Assembly;
        return PluginVersion.TryParse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion, out var built)
            ? built
            : new PluginVersion(assembly.GetName().Version!);
    }

    private static Type? FindOptionsType()
    {
        var found = typeof(TPlugin).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)).ToList();
        Assert.True(
            found.Count < 2,
            $"Which class has the options: {string.Join(" or ", found.Select(type => type.Name))}? Override OptionsType in the manifest's test.");
        return found.SingleOrDefault();
    }

    private static IEnumerable<JsonProperty> PropertiesOf(JsonElement schema)
        => schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    private static IEnumerable<(string Key, string Value)> Flatten(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Flatten($"{key}:{i}", item)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Flatten($"{key}:{member.Name}", member.Value)),
        _ => [(key, value.ToString())],
    };

    // What a test gives goes before a schema's default.
    private PluginHarness Configure(IEnumerable<(string Key, string Value)>? defaults = null)
    {
        try
        {
            var others = (defaults ?? []).Where(option => RequiredOptions.All(given => given.Key != option.Key));
            return new PluginHarness(new TPlugin(), [.. others, .. RequiredOptions]);
        }
        catch (PluginConfigurationException e)
        {
            throw new InvalidOperationException(
                $"The plugin refuses to be configured: {e.Message} If it needs an option, override RequiredOptions in the manifest's test.", e);
        }
    }

    // Without a schema a plugin takes no options.
    private JsonElement ReadSchema()
        => Read("plugin.json").TryGetProperty("configurationSchema", out var file)
            ? Read(file.GetString()!)
            : JsonDocument.Parse("""{ "type": "object", "properties": {}, "additionalProperties": false }""").RootElement;

    private JsonElement Read(string file)
    {
        using var embedded = PluginDirectory is null ? typeof(TPlugin).Assembly.GetManifestResourceStream(file) : null;
        if (embedded is not null) return JsonDocument.Parse(embedded).RootElement;
        var path = Path.Combine(PluginDirectory ?? AppContext.BaseDirectory, file);
        Assert.True(File.Exists(path), $"{path} is not there; it ships beside the plugin's assembly.");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }
}
