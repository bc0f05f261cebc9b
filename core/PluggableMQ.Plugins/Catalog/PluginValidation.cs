using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 2: reads a plugin's manifest and its options' schema, and collects everything that is wrong with them.</summary>
internal static class PluginValidation
{
    /// <summary>Makes the entry of a plugin's folder; <see cref="PluginStatus.Invalid"/> with all errors when there are any.</summary>
    public static PluginEntry Read(string folder)
    {
        var errors = new List<PluginFault>();
        var glance = FolderFingerprint.Glance(folder);
        var file = Path.Combine(folder, PluginManifest.FileName);
        PluginManifest? manifest = null;
        OptionsSchema? schema = null;
        var source = "";
        using (var document = JsonFile.TryRead(file, errors.Add))
        {
            if (document is not null)
            {
                manifest = PluginManifestReader.Read(document.RootElement, file, errors);
                source = document.RootElement.GetRawText();
            }
        }

        if (manifest is not null) source += ReadFiles(folder, manifest, file, errors, out schema);
        var id = manifest?.Id ?? Path.GetFileName(folder);
        var entry = new PluginEntry(id, folder, manifest) { OptionsSchema = schema, Source = source, Glance = glance };
        Conclude(entry, errors);
        return entry;
    }

    /// <summary>Makes the entry of a plugin that was compiled in, from the manifest embedded in its assembly, if there is one.</summary>
    public static PluginEntry Read(CompiledInPlugin plugin)
    {
        var errors = new List<PluginFault>();
        var assembly = plugin.Plugin.GetType().Assembly;
        PluginManifest? manifest = null;
        OptionsSchema? schema = null;
        if (ReadResource(assembly, PluginManifest.FileName) is { } bytes)
        {
            var file = $"{assembly.GetName().Name}/{PluginManifest.FileName}";
            using var document = JsonFile.TryParse(bytes, file, errors.Add);
            if (document is not null) manifest = PluginManifestReader.Read(document.RootElement, file, errors);
            if (manifest?.ConfigurationSchema is { } name && ReadResource(assembly, name) is { } schemaBytes)
            {
                using var schemaDocument = JsonFile.TryParse(schemaBytes, $"{assembly.GetName().Name}/{name}", errors.Add);
                if (schemaDocument is not null) schema = OptionsSchemaReader.Read(schemaDocument.RootElement, name, errors);
            }
        }

        var entry = new PluginEntry(manifest?.Id ?? plugin.Id, AppContext.BaseDirectory, manifest) { CompiledIn = plugin, OptionsSchema = schema };
        Conclude(entry, errors);
        return entry;
    }

    private static void Conclude(PluginEntry entry, List<PluginFault> errors)
    {
        if (errors.Count > 0) entry.Refuse(PluginStatus.Invalid, PluginPhase.Validate, errors);
    }

    // Looks at the files that a manifest names; returns the text of the schema, empty when there is none.
    private static string ReadFiles(string folder, PluginManifest manifest, string file, List<PluginFault> errors, out OptionsSchema? schema)
    {
        schema = null;
        try
        {
            RequireInside(folder, manifest.EntryAssembly, "entryAssembly", file, errors);
            for (var i = 0; i < manifest.Contracts.Count; i++) RequireInside(folder, manifest.Contracts[i], $"contracts[{i}]", file, errors);
            if (manifest.ConfigurationSchema is not { } name || !RequireInside(folder, name, "configurationSchema", file, errors)) return "";
            var schemaFile = Path.Combine(folder, name);
            using var document = JsonFile.TryRead(schemaFile, errors.Add);
            if (document is null) return "";
            schema = OptionsSchemaReader.Read(document.RootElement, schemaFile, errors);
            return document.RootElement.GetRawText();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(Unreadable(folder, e));
            return "";
        }
    }

    /// <summary>What to say of a folder in which something cannot be read.</summary>
    public static PluginFault Unreadable(string folder, Exception cause)
        => new(folder, null, $"holds something that cannot be read: {cause.Message.TrimEnd('.')}", "let the host's user read it, or take it out.");

    private static bool RequireInside(string folder, string name, string property, string file, List<PluginFault> errors)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) errors.Add(new PluginFault(file, property, $"names '{name}', which is not in {folder}", HintFile(folder, name)));
        else if (!CanonicalPath.IsInside(CanonicalPath.Resolve(path), folder)) errors.Add(new PluginFault(file, property, $"names '{name}', which leads out of {folder}", "put the file itself there in place of the link."));
        else return true;
        return false;
    }

    private static string HintFile(string folder, string name)
    {
        var files = Directory.EnumerateFiles(folder, "*" + Path.GetExtension(name)).Select(f => Path.GetFileName(f)!).Where(f => f != PluginManifest.FileName).ToList();
        return Nearest.Find(name, files) is { } nearest ? $"did you mean '{nearest}'?" : "put the file there, or correct the name.";
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
