using System.Text.Json;
using System.Text.Json.Nodes;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Manifests;

/// <summary>Reads the operator's manifest. What it leaves out comes from the default one, which is built in.</summary>
public static class OperatorManifestReader
{
    internal const string DefaultSource = "default";

    private const string DefaultResource = "pluggablemq.default.json";
    private const string SchemaResource = "pluggablemq.schema.json";

    /// <summary>Reads a manifest.</summary>
    /// <param name="file">The file; null for the default manifest.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="HostConfigurationException">The file is missing or wrong; each failure names the file and the key.</exception>
    public static OperatorManifest Read(string? file)
    {
        var errors = new List<string>();
        using var defaults = JsonFile.TryParse(ReadResource(DefaultResource), DefaultResource, errors)!;
        var standard = Read(defaults.RootElement, DefaultSource, AppContext.BaseDirectory, null, errors);
        if (file is null) return errors.Count == 0 ? standard : throw new HostConfigurationException(errors);
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw new HostConfigurationException($"{path}: there is no such manifest (--manifest).");
        using var document = JsonFile.TryRead(path, errors);
        var manifest = document is null ? standard : Read(document.RootElement, path, Path.GetDirectoryName(path)!, standard, errors);
        return errors.Count == 0 ? manifest : throw new HostConfigurationException(errors);
    }

    /// <summary>The JSON schema of manifests, for editors.</summary>
    /// <returns>UTF-8.</returns>
    public static byte[] ReadSchema() => ReadResource(SchemaResource);

    /// <summary>The default manifest, as a start for one's own.</summary>
    /// <returns>UTF-8.</returns>
    public static byte[] ReadDefault() => ReadResource(DefaultResource);

    /// <summary>A manifest with some keys replaced. A hook that it lists keeps its rules.</summary>
    /// <param name="below">The manifest.</param>
    /// <param name="values">The keys, as a manifest has them.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="directory">Where relative plugin directories start.</param>
    /// <param name="errors">Takes what is wrong with them.</param>
    internal static OperatorManifest Overlay(OperatorManifest below, JsonObject values, string source, string directory, List<string> errors)
    {
        using var document = JsonDocument.Parse(values.ToJsonString());
        return Read(document.RootElement, source, directory, below, errors, isOverlay: true);
    }

    private static OperatorManifest Read(
        JsonElement root, string source, string directory, OperatorManifest? standard, List<string> errors, bool isOverlay = false)
    {
        var json = new JsonObjectReader(root, source, "", errors);
        json.GetString("$schema");
        var hooks = RpcHookListReader.Read(json, source, errors) ?? standard?.RpcHookSettings ?? [];
        if (isOverlay) hooks = [.. hooks.Select(hook => standard!.RpcHookSettings.FirstOrDefault(known => known.Name == hook.Name) ?? hook)];
        var sources = new Dictionary<string, string>(standard?.Sources ?? new Dictionary<string, string>());
        foreach (var property in root.EnumerateObject()) sources[property.Name] = source;
        var manifest = new OperatorManifest
        {
            Source = isOverlay ? standard!.Source : source,
            Sources = sources,
            PluginDirectories = json.GetStrings("pluginDirectories")?.Select(d => Locate(d, directory)).ToList() ?? standard?.PluginDirectories ?? [],
            Transport = json.GetString("transport") ?? standard?.Transport ?? "",
            Transports = ReadNames(json, "transports") ?? standard?.Transports ?? [],
            QueueSelection = json.GetString("queueSelection") ?? standard?.QueueSelection ?? "",
            Addressing = json.GetString("addressing") ?? standard?.Addressing ?? "",
            Storage = json.GetString("storage") ?? standard?.Storage ?? "",
            Tracing = json.GetString("tracing") ?? standard?.Tracing ?? "",
            RpcHooks = [.. hooks.Select(h => h.Name)],
            RpcHookSettings = hooks,
            StoreDecorators = ReadNames(json, "storeDecorators") ?? standard?.StoreDecorators ?? [],
            Disabled = json.GetStrings("disabled") ?? standard?.Disabled ?? [],
            HotSwap = json.GetBoolean("hotSwap") ?? standard?.HotSwap ?? false,
            Options = isOverlay ? standard!.Options : ReadOptions(json),
            NameServer = isOverlay ? standard!.NameServer : ReadSettings(json, "nameServer"),
            Broker = isOverlay ? standard!.Broker : ReadSettings(json, "broker"),
            Producer = isOverlay ? standard!.Producer : ReadSettings(json, "producer"),
        };
        json.ReportUnknown();
        return manifest;
    }

    // Beside the manifest, or else beside the host: a copy of the default manifest works wherever it lies.
    private static string Locate(string directory, string manifestDirectory)
    {
        var beside = Path.GetFullPath(directory, manifestDirectory);
        return Directory.Exists(beside) ? beside : Path.GetFullPath(directory, AppContext.BaseDirectory);
    }

    private static IReadOnlyList<string>? ReadNames(JsonObjectReader json, string key)
    {
        var names = json.GetStrings(key);
        foreach (var twice in names?.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key) ?? []) json.Error(key, $"lists '{twice}' more than once.");
        return names;
    }

    private static Dictionary<string, JsonObject> ReadOptions(JsonObjectReader json)
    {
        var options = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        if (json.GetObject("options") is not { } list) return options;
        foreach (var property in list.EnumerateObject())
        {
            if (list.GetObject(property.Name) is not null) options[property.Name] = JsonNode.Parse(property.Value.GetRawText())!.AsObject();
        }

        return options;
    }

    private static List<KeyValuePair<string, string>> ReadSettings(JsonObjectReader json, string section)
    {
        var settings = new List<KeyValuePair<string, string>>();
        if (json.GetObject(section) is not { } list) return settings;
        foreach (var property in list.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) list.Error(property.Name, "must be a text, a number, true or false.");
            else settings.Add(new(property.Name, OptionsText.Of(property.Value)));
        }

        return settings;
    }

    private static byte[] ReadResource(string name)
    {
        using var stream = typeof(OperatorManifestReader).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
