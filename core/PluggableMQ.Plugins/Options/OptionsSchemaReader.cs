using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PluggableMQ.Plugins.Json;

namespace PluggableMQ.Plugins.Options;

/// <summary>Reads <c>options.schema.json</c>. A keyword outside the subset is an error: it would promise a check that is not made.</summary>
internal static class OptionsSchemaReader
{
    private const int MaxDepth = 8;

    private static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean"];

    /// <summary>Reads a file's root; null when it has errors.</summary>
    public static OptionsSchema? Read(JsonElement root, string file, ICollection<PluginFault> errors)
    {
        var before = errors.Count;
        var json = new JsonObjectReader(root, file, "", errors.Add);
        json.GetString("$schema");
        json.GetString("$id");
        var schema = Read(json, errors, 0);
        if (schema is { Type: not "object" }) json.Error("type", $"is '{schema.Type}'", "write 'object': a plugin's options are one.");
        return errors.Count == before ? schema : null;
    }

    private static OptionsSchema? Read(JsonObjectReader json, ICollection<PluginFault> errors, int depth)
    {
        var before = errors.Count;
        if (depth > MaxDepth)
        {
            json.Error("type", $"is nested deeper than {MaxDepth} levels", "flatten the options.");
            return null;
        }

        json.GetString("title");
        json.GetString("$comment");
        json.Get("examples");
        var type = json.GetChoice("type", Types);
        if (type is null && errors.Count == before) json.Error("type", "is missing", $"write one of {string.Join(", ", Types)}.");
        var schema = new OptionsSchema
        {
            Type = type ?? "object",
            Description = json.GetString("description") ?? "",
            Properties = ReadProperties(json, errors, depth),
            Required = json.GetStrings("required") ?? [],
            AdditionalProperties = ReadAdditional(json, errors, depth),
            Items = json.GetObject("items") is { } items ? Read(items, errors, depth + 1) : null,
            Enum = ReadEnum(json),
            Minimum = ReadNumber(json, "minimum"),
            Maximum = ReadNumber(json, "maximum"),
            MinLength = json.GetInt32("minLength"),
            Pattern = ReadPattern(json),
            Default = json.Get("default") is { } value ? JsonNode.Parse(value.GetRawText()) : null,
            IsSecret = json.GetBoolean("writeOnly") ?? false,
        };
        json.ReportUnknown();
        foreach (var name in schema.Required)
        {
            if (!schema.Properties.ContainsKey(name)) json.Error("required", $"names '{name}', which 'properties' does not have", Nearest.Hint(name, [.. schema.Properties.Keys]));
        }

        if (errors.Count != before) return null;
        if (schema.Default is not null)
        {
            foreach (var failure in OptionsValidator.Validate(schema.Default, schema)) json.Error("default", $"does not fit its own schema: {failure.Text.TrimEnd('.')}", "change the default or the bound.");
        }

        return errors.Count == before ? schema : null;
    }

    private static Dictionary<string, OptionsSchema> ReadProperties(JsonObjectReader json, ICollection<PluginFault> errors, int depth)
    {
        var properties = new Dictionary<string, OptionsSchema>(StringComparer.Ordinal);
        if (json.GetObject("properties") is not { } list) return properties;
        foreach (var property in list.EnumerateObject())
        {
            if (list.GetObject(property.Name) is { } child && Read(child, errors, depth + 1) is { } schema) properties[property.Name] = schema;
        }

        return properties;
    }

    private static OptionsSchema? ReadAdditional(JsonObjectReader json, ICollection<PluginFault> errors, int depth)
    {
        var value = json.Get("additionalProperties");
        if (value is null or { ValueKind: JsonValueKind.False }) return null;
        if (value.Value.ValueKind == JsonValueKind.Object) return Read(json.GetObject("additionalProperties")!, errors, depth + 1);
        json.Error("additionalProperties", "must be false or a schema", "leave it out: an unknown option is an error, so that a typing mistake is found.");
        return null;
    }

    private static List<string> ReadEnum(JsonObjectReader json)
    {
        var texts = new List<string>();
        if (json.Get("enum") is not { } values) return texts;
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() == 0)
        {
            json.Error("enum", "must be a list of values", "write it as [ ... ].");
            return texts;
        }

        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) json.Error("enum", "lists something else than texts, numbers and booleans", "take it out.");
            else texts.Add(OptionsText.Of(value));
        }

        return texts;
    }

    private static decimal? ReadNumber(JsonObjectReader json, string name)
    {
        if (json.Get(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        json.Error(name, "must be a number", "write it without quotes.");
        return null;
    }

    private static string? ReadPattern(JsonObjectReader json)
    {
        var pattern = json.GetString("pattern");
        if (pattern is null) return null;
        try
        {
            _ = new Regex(pattern, OptionsValidator.PatternOptions);
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            json.Error("pattern", $"is no regular expression: {e.Message.TrimEnd('.')}", "mend it, or use 'enum'.");
            return null;
        }
    }
}
