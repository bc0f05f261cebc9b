using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 2: reads a plugin's manifest and its options' schema, and collects everything that is wrong with them.</summary>
internal static class PluginValidation
{
    /// <summary>Makes the entry of a plugin's folder; <see cref="PluginStatus.Invalid"/> with all errors when there are any.</summary>
    public static PluginEntry Read(string folder)
    {
        var errors = new List<string>();
        var file = Path.Combine(folder, PluginManifest.FileName);
        PluginManifest? manifest = null;
        using (var document = JsonFile.TryRead(file, errors))
        {
            if (document is not null) manifest = PluginManifestReader.Read(document.RootElement, file, errors);
        }

        var entry = new PluginEntry(manifest?.Id ?? Path.GetFileName(folder), folder, manifest);
        if (manifest is not null)
        {
            RequireInside(folder, manifest.EntryAssembly, "entryAssembly", file, errors);
            if (manifest.ConfigurationSchema is { } name && RequireInside(folder, name, "configurationSchema", file, errors))
                entry.OptionsSchema = ReadSchema(Path.Combine(folder, name), errors);
        }

        Conclude(entry, errors);
        return entry;
    }

    /// <summary>Makes the entry of a plugin that was compiled in, from the manifest embedded in its assembly, if there is one.</summary>
    public static PluginEntry Read(CompiledInPlugin plugin)
    {
        var errors = new List<string>();
        var assembly = plugin.Plugin.GetType().Assembly;
        PluginManifest? manifest = null;
        OptionsSchema? schema = null;
        if (ReadResource(assembly, PluginManifest.FileName) is { } bytes)
        {
            var file = $"{assembly.GetName().Name}/{PluginManifest.FileName}";
            using var document = JsonFile.TryParse(bytes, file, errors);
            if (document is not null) manifest = PluginManifestReader.Read(document.RootElement, file, errors);
            if (manifest?.ConfigurationSchema is { } name && ReadResource(assembly, name) is { } schemaBytes)
            {
                using var schemaDocument = JsonFile.TryParse(schemaBytes, $"{assembly.GetName().Name}/{name}", errors);
                if (schemaDocument is not null) schema = OptionsSchemaReader.Read(schemaDocument.RootElement, name, errors);
            }
        }

        var entry = new PluginEntry(manifest?.Id ?? plugin.Id, AppContext.BaseDirectory, manifest) { CompiledIn = plugin, OptionsSchema = schema };
        Conclude(entry, errors);
        return entry;
    }

    private static void Conclude(PluginEntry entry, List<string> errors)
    {
        if (errors.Count > 0) entry.SetStatus(PluginStatus.Invalid, string.Join(Environment.NewLine, errors), PluginPhase.Validate);
    }

    private static bool RequireInside(string folder, string name, string property, string file, List<string> errors)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) errors.Add($"{file}: '{property}' names '{name}', which is not in {folder}.");
        else if (!CanonicalPath.IsInside(CanonicalPath.Resolve(path), folder)) errors.Add($"{file}: '{property}' names '{name}', which leads out of {folder}.");
        else return true;
        return false;
    }

    private static OptionsSchema? ReadSchema(string file, List<string> errors)
    {
        using var document = JsonFile.TryRead(file, errors);
        return document is null ? null : OptionsSchemaReader.Read(document.RootElement, file, errors);
    }

    private static byte[]? ReadResource(System.Reflection.Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
