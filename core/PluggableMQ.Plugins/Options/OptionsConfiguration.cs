using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace PluggableMQ.Plugins.Options;

/// <summary>Turns validated options, with the schema's defaults, into what a plugin binds.</summary>
internal static class OptionsConfiguration
{
    /// <summary>The configuration; the defaults of absent properties are filled in.</summary>
    public static IConfiguration Create(JsonObject values, OptionsSchema? schema)
    {
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Flatten(values, schema, "", flat);
        return new ConfigurationBuilder().AddInMemoryCollection(flat).Build();
    }

    private static void Flatten(JsonNode? value, OptionsSchema? schema, string path, Dictionary<string, string?> flat)
    {
        switch (value)
        {
            case JsonObject json:
                foreach (var (name, child) in json)
                {
                    var childSchema = schema?.Properties.GetValueOrDefault(name) ?? schema?.AdditionalProperties;
                    Flatten(child, childSchema, Join(path, name), flat);
                }

                if (schema is not null) FlattenDefaults(json, schema, path, flat);
                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++) Flatten(array[i], schema?.Items, Join(path, i.ToString(CultureInfo.InvariantCulture)), flat);
                break;
            case JsonValue scalar:
                flat[path] = OptionsText.Of(scalar);
                break;
            default:
                flat[path] = null;
                break;
        }
    }

    private static void FlattenDefaults(JsonObject json, OptionsSchema schema, string path, Dictionary<string, string?> flat)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (json.ContainsKey(name)) continue;
            // An absent object still has the defaults of its own properties.
            var value = property.Default ?? (property.Type == "object" ? new JsonObject() : null);
            if (value is not null) Flatten(value, property, Join(path, name), flat);
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : ConfigurationPath.Combine(path, name);
}
