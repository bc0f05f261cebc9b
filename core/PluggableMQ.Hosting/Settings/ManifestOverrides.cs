using System.Text.Json.Nodes;
using PluggableMQ.Hosting.Manifests;

namespace PluggableMQ.Hosting.Settings;

/// <summary>The manifest's own keys as settings: a configuration file and the command line override them like those of a role.</summary>
internal static class ManifestOverrides
{
    private const string HotSwap = "hotSwap";

    private static readonly string[] Texts = ["transport", "queueSelection", "addressing", "storage", "tracing"];
    private static readonly string[] Lists = ["pluginDirectories", "transports", "rpcHooks", "storeDecorators", "disabled"];

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Texts, .. Lists, HotSwap];

    /// <summary>A manifest with what layers say in place of what it says.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="layers">What comes after it, the weakest first; other keys in them are left aside.</param>
    /// <exception cref="HostConfigurationException">A value cannot be used; carries all failures.</exception>
    public static OperatorManifest Apply(OperatorManifest manifest, IEnumerable<SettingLayer> layers)
    {
        var errors = new List<string>();
        foreach (var layer in layers)
        {
            var values = new JsonObject();
            foreach (var (key, text) in layer.Values.Where(v => Keys.Contains(v.Key)))
            {
                if (ToJson(key, text.Trim(), out var value) is { } complaint) errors.Add($"{layer.Source}: '{key}' is '{text}', which {complaint}");
                else values[key] = value;
            }

            if (values.Count == 0) continue;
            manifest = OperatorManifestReader.Overlay(manifest, values, layer.Source, layer.Directory ?? Environment.CurrentDirectory, errors);
        }

        return errors.Count == 0 ? manifest : throw new HostConfigurationException(errors);
    }

    /// <summary>A layer without the manifest's keys.</summary>
    public static SettingLayer Without(SettingLayer layer) => layer with { Values = [.. layer.Values.Where(v => !Keys.Contains(v.Key))] };

    private static string? ToJson(string key, string text, out JsonNode? value)
    {
        value = null;
        if (Lists.Contains(key))
        {
            var items = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            value = new JsonArray([.. items.Select(item => JsonValue.Create(item))]);
            return null;
        }

        if (key != HotSwap)
        {
            value = text;
            return text.Length > 0 ? null : "chooses nothing; write a name, or leave it out.";
        }

        if (!bool.TryParse(text, out var flag)) return "is not true or false.";
        value = flag;
        return null;
    }
}
