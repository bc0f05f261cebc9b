using System.Text.Json;

namespace PluggableMQ.Transport.Contract;

/// <summary>Reads what a plugin ships beside its assembly.</summary>
internal static class PluginFiles
{
    public static JsonElement ReadManifest() => Read("plugin.json");

    public static JsonElement ReadSchema() => Read(ReadManifest().GetProperty("configurationSchema").GetString()!);

    private static JsonElement Read(string file)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plugin", file))).RootElement;
}
