using System.Text;
using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Tests.Manifests;

/// <summary>The schema that editors complete plugin.json by says what the reader reads.</summary>
public class PluginSchemaTests
{
    private const string Full = """
        {
          "$schema": "plugin.schema.json", "manifestVersion": 1, "id": "Acme.Hook", "version": "1.2.3",
          "displayName": "Acme's", "description": "Hooks.", "entryAssembly": "Acme.Hook.dll", "entryType": "Acme.Hook.Plugin", "spi": "[1.0,2.0)", "roles": ["broker"],
          "provides": [ { "kind": "rpcHook", "name": "acme" } ], "requires": [ { "id": "Acme.Base", "version": "[1.0,)" } ],
          "contracts": [ "Acme.Contracts.dll" ], "unloadable": true, "configurationSchema": "options.schema.json"
        }
        """;

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "shipped");
    private static readonly JsonNode Schema = ReadSchema();

    public static TheoryData<string> ShippedFiles =>
    [
        .. Directory.EnumerateFiles(Shipped, "plugin.json", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Shipped, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void Read_Shipped_HasNoErrorsAndOnlyWhatTheSchemaHas(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped, file)))!.AsObject();

        Assert.Empty(Explain(json));
        Assert.Empty(Names(json).Except(Names(Schema["properties"]!)));
        Assert.Empty(Schema["required"]!.AsArray().Select(n => (string)n!).Except(Names(json)));
    }

    [Fact]
    public void ShippedFiles_AreAllPluginsAndTemplates()
    {
        Assert.Equal(7, Directory.EnumerateFiles(Path.Combine(Shipped, "templates"), "plugin.json", SearchOption.AllDirectories).Count());
        Assert.True(Directory.GetDirectories(Path.Combine(Shipped, "plugins")).Length >= 15);
    }

    [Theory]
    [InlineData("", "properties")]
    [InlineData("provides", "$defs/extension/properties")]
    [InlineData("requires", "$defs/requirement/properties")]
    public void Properties_AreThoseThatTheReaderKnows(string property, string place)
    {
        var json = JsonNode.Parse(Full)!.AsObject();
        var target = property.Length == 0 ? json : json[property]![0]!.AsObject();
        // The answer to a key that is like no other lists all that are known.
        target["qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"] = 1;

        var error = Assert.Single(Explain(json));

        var known = error[(error.IndexOf("known: ", StringComparison.Ordinal) + "known: ".Length)..].TrimEnd('.').Split(", ");
        Assert.Equal(known.Order(StringComparer.Ordinal), Names(At(place)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Required_AreThoseThatTheReaderMisses()
    {
        Assert.Empty(Explain(JsonNode.Parse(Full)!.AsObject()));
        foreach (var name in Names(Schema["properties"]!))
        {
            var json = JsonNode.Parse(Full)!.AsObject();
            json.Remove(name);
            Assert.Equal((name, Schema["required"]!.AsArray().Any(r => (string)r! == name)), (name, Explain(json).Count > 0));
        }
    }

    [Fact]
    public void Kinds_AreThoseOfTheSpi()
        => Assert.Equal(
            PluginKinds.All.Select(k => k.Name).Order(StringComparer.Ordinal),
            At("$defs/extension/properties/kind/enum").AsArray().Select(n => (string)n!).Order(StringComparer.Ordinal));

    [Fact]
    public void Roles_AreThoseThatTheReaderKnows()
    {
        foreach (var role in At("properties/roles/items/enum").AsArray())
        {
            var json = JsonNode.Parse(Full)!.AsObject();
            json["roles"] = new JsonArray((string)role!);
            Assert.Empty(Explain(json));
        }
    }

    private static JsonNode ReadSchema()
    {
        using var stream = typeof(PluginManifest).Assembly.GetManifestResourceStream("plugin.schema.json")!;
        return JsonNode.Parse(stream)!;
    }

    private static JsonNode At(string place) => place.Split('/').Aggregate(Schema, (node, name) => node[name]!);

    private static IEnumerable<string> Names(JsonNode json) => json.AsObject().Select(p => p.Key);

    private static List<string> Explain(JsonObject json)
    {
        var errors = new List<PluginFault>();
        using var document = JsonFile.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()), "plugin.json", errors.Add)!;
        PluginManifestReader.Read(document.RootElement, "plugin.json", errors);
        return [.. errors.Select(e => e.ToString())];
    }
}
