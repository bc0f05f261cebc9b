using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PluggableMQ.Plugins.Options;

/// <summary>Checks options against their schema and collects every failure.</summary>
/// <remarks>A number or a boolean may be written as text, because a properties file and the command line have nothing else.</remarks>
internal static class OptionsValidator
{
    /// <summary>Patterns come from plugin authors, values from operators: matching in linear time keeps both harmless.</summary>
    public const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>The failures; empty when all is well.</summary>
    public static IReadOnlyList<OptionFailure> Validate(JsonNode? value, OptionsSchema schema)
    {
        var failures = new List<OptionFailure>();
        Check(value, schema, "", failures);
        return failures;
    }

    private static void Check(JsonNode? value, OptionsSchema schema, string path, List<OptionFailure> failures)
    {
        switch (schema.Type)
        {
            case "object" when value is JsonObject json:
                CheckObject(json, schema, path, failures);
                break;
            case "array" when value is JsonArray array:
                for (var i = 0; i < array.Count && schema.Items is not null; i++) Check(array[i], schema.Items, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), failures);
                break;
            case not ("object" or "array") when value is JsonValue scalar:
                if (CheckScalar(OptionsText.Of(scalar), schema) is { } complaint)
                    failures.Add(new OptionFailure(path, $"'{path}' {(schema.IsSecret ? "(secret) has a value that" : $"is '{OptionsText.Of(scalar)}', which")} {complaint}"));
                break;
            default:
                failures.Add(new OptionFailure(path, $"'{path}' must be {Article(schema.Type)}, not {Describe(value)}."));
                break;
        }
    }

    private static void CheckObject(JsonObject json, OptionsSchema schema, string path, List<OptionFailure> failures)
    {
        foreach (var (name, value) in json)
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Properties.TryGetValue(name, out var property)) Check(value, property, child, failures);
            else if (schema.AdditionalProperties is { } additional) Check(value, additional, child, failures);
            else failures.Add(new OptionFailure(child, $"'{child}' is not a known option; {Nearest.Hint(name, [.. schema.Properties.Keys])}"));
        }

        foreach (var name in schema.Required)
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (!json.ContainsKey(name)) failures.Add(new OptionFailure(child, $"'{child}' is missing and required. {schema.Properties[name].Description}".TrimEnd()));
        }
    }

    private static string? CheckScalar(string text, OptionsSchema schema)
    {
        if (schema.Enum.Count > 0 && !schema.Enum.Contains(text)) return $"is not one of {string.Join(", ", schema.Enum)}.";
        switch (schema.Type)
        {
            case "boolean":
                return bool.TryParse(text, out _) ? null : "is not true or false.";
            case "integer":
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? CheckRange(whole, schema) : "is not a whole number.";
            case "number":
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? CheckRange(number, schema) : "is not a number.";
            default:
                if (text.Length < schema.MinLength) return $"is shorter than {schema.MinLength} characters.";
                return schema.Pattern is null || Regex.IsMatch(text, schema.Pattern, PatternOptions) ? null : $"does not match {schema.Pattern}.";
        }
    }

    private static string? CheckRange(decimal number, OptionsSchema schema)
    {
        if (number < schema.Minimum) return $"is below the minimum of {schema.Minimum.Value.ToString(CultureInfo.InvariantCulture)}.";
        return number > schema.Maximum ? $"is above the maximum of {schema.Maximum.Value.ToString(CultureInfo.InvariantCulture)}." : null;
    }

    private static string Article(string type) => type switch
    {
        "object" or "array" or "integer" => $"an {type}",
        _ => $"a {type}",
    };

    private static string Describe(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        _ => "a single value",
    };
}
