using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluggableMQ.Plugins.Options;

/// <summary>Scalars as the configuration system sees them: text.</summary>
internal static class OptionsText
{
    /// <summary>A text without its quotes, a number or a boolean as written.</summary>
    public static string Of(JsonElement scalar) => scalar.ValueKind switch
    {
        JsonValueKind.String => scalar.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => scalar.GetRawText(),
    };

    /// <inheritdoc cref="Of(JsonElement)"/>
    public static string Of(JsonValue scalar) => scalar.GetValueKind() switch
    {
        JsonValueKind.String => scalar.GetValue<string>(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => scalar.ToJsonString(),
    };
}
