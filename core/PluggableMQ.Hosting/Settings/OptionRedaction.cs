using System.Text.Json.Nodes;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Options of plugins as they may be printed.</summary>
internal static class OptionRedaction
{
    /// <summary>A value as text or JSON, every secret in it replaced, also those inside objects and lists; null when there is no value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema. Without one nobody knows what is secret, so nothing is shown.</param>
    public static string? Show(JsonNode? value, OptionsSchema? schema) => Redact(value, schema) switch
    {
        null => null,
        JsonValue scalar => OptionsText.Of(scalar),
        var node => node.ToJsonString(),
    };

    private static JsonNode? Redact(JsonNode? value, OptionsSchema? schema)
    {
        if (value is null) return null;
        if (schema is null) return EffectiveSetting.Redacted;
        // An empty secret is no secret, and that it is empty is what an operator looks for.
        if (schema.IsSecret) return value is JsonValue scalar && OptionsText.Of(scalar).Length == 0 ? "" : EffectiveSetting.Redacted;
        return value switch
        {
            JsonObject json => new JsonObject(json.Select(p => KeyValuePair.Create(p.Key, Redact(p.Value, schema.Properties.GetValueOrDefault(p.Key) ?? schema.AdditionalProperties)))),
            JsonArray array => new JsonArray([.. array.Select(item => Redact(item, schema.Items))]),
            _ => value.DeepClone(),
        };
    }
}
