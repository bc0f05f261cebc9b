using System.Globalization;
using System.Text.Json;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Manifests;

/// <summary>Reads <c>plugin.json</c>. Every error names the file, the property and the remedy.</summary>
internal static class PluginManifestReader
{
    private const int SupportedManifestVersion = 1;

    private static readonly string[] RoleNames = ["nameserver", "broker", "client"];
    private static readonly string[] KindNames = [.. PluginKinds.All.Select(kind => kind.Name)];

    /// <summary>Reads a document; null when it has errors, which are added to <paramref name="errors"/>.</summary>
    public static PluginManifest? Read(JsonElement root, string file, ICollection<PluginFault> errors)
    {
        var before = errors.Count;
        var json = new JsonObjectReader(root, file, "", errors.Add);
        json.GetString("$schema");
        if (json.GetInt32("manifestVersion") is var format && format != SupportedManifestVersion)
            json.Error("manifestVersion", $"is {format?.ToString(CultureInfo.InvariantCulture) ?? "missing"}", $"this host reads version {SupportedManifestVersion}.");
        var id = json.GetString("id", required: true);
        if (id is not null && !IsIdentifier(id, 128, "._-", upperCase: true)) json.Error("id", $"is '{id}'", "use letters, digits, dots, dashes and underscores, at most 128, a letter or digit first.");
        var version = ReadVersion(json);
        var provides = ReadProvides(json);
        var contracts = ReadContracts(json);
        if (provides.Count == 0 && contracts.Count == 0)
            json.Error("provides", "is empty", "list at least one { \"kind\": ..., \"name\": ... }, or the 'contracts' that other plugins use.");
        var unloadable = json.GetBoolean("unloadable") ?? false;
        if (unloadable && provides.Any(p => p.Kind is "transport" or "storage" or "storeDecorator"))
            json.Error("unloadable", "is true, but a transport, a store or a store's decorator holds connections or files and is never unloaded", "set it to false.");
        var manifest = new PluginManifest
        {
            Id = id ?? "",
            Version = version ?? new PluginVersion(new Version(0, 0, 0, 0)),
            DisplayName = json.GetString("displayName") ?? id ?? "",
            Description = json.GetString("description") ?? "",
            EntryAssembly = ReadFileName(json, "entryAssembly", ".dll", required: true) ?? "",
            EntryType = json.GetString("entryType", required: true) ?? "",
            Spi = ReadRange(json, "spi", required: true) ?? new VersionRange(null, true, null, true),
            Roles = ReadRoles(json),
            Provides = provides,
            Requires = ReadRequires(json, id),
            Contracts = contracts,
            Unloadable = unloadable,
            ConfigurationSchema = ReadFileName(json, "configurationSchema", ".json", required: false),
        };
        json.ReportUnknown();
        return errors.Count == before ? manifest : null;
    }

    private static PluginVersion? ReadVersion(JsonObjectReader json)
    {
        var text = json.GetString("version", required: true);
        if (PluginVersion.TryParse(text, out var version)) return version;
        if (text is not null) json.Error("version", $"is '{text}'", "write major.minor.patch, for example 1.0.0 or 1.1.0-beta.");
        return null;
    }

    private static VersionRange? ReadRange(JsonObjectReader json, string name, bool required)
    {
        var text = json.GetString(name, required);
        if (VersionRange.TryParse(text, out var range)) return range;
        if (text is not null) json.Error(name, $"is '{text}'", "write a version range, for example [1.0,2.0).");
        return null;
    }

    private static string? ReadFileName(JsonObjectReader json, string name, string extension, bool required)
    {
        var text = json.GetString(name, required);
        if (text is not null) CheckFileName(json, name, text, extension);
        return text;
    }

    private static void CheckFileName(JsonObjectReader json, string property, string text, string extension)
    {
        if (!text.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) json.Error(property, $"is '{text}'", $"it must be a {extension} file.");
        else if (Path.IsPathRooted(text) || text.Contains('\\', StringComparison.Ordinal) || text.Split('/').Contains(".."))
            json.Error(property, $"is '{text}'", "it must be a path inside the plugin's folder.");
    }

    // The assemblies whose types pass between this plugin and those that require it.
    private static List<string> ReadContracts(JsonObjectReader json)
    {
        var contracts = new List<string>();
        foreach (var name in json.GetStrings("contracts") ?? [])
        {
            CheckFileName(json, $"contracts[{contracts.Count}]", name, ".dll");
            if (contracts.Contains(name, StringComparer.OrdinalIgnoreCase)) json.Error($"contracts[{contracts.Count}]", $"names '{name}' a second time", "keep one.");
            contracts.Add(name);
        }

        return contracts;
    }

    private static HostRole ReadRoles(JsonObjectReader json)
    {
        var names = json.GetStrings("roles");
        if (names is null or { Count: 0 })
        {
            json.Error("roles", "is missing", $"name the hosts that the plugin works in: {string.Join(", ", RoleNames)}.");
            return HostRole.None;
        }

        var roles = HostRole.None;
        foreach (var name in names)
        {
            if (RoleNames.Contains(name)) roles |= Enum.Parse<HostRole>(name, ignoreCase: true);
            else json.Error("roles", $"names '{name}', which is no host", Nearest.Hint(name, RoleNames));
        }

        return roles;
    }

    private static List<ProvidedExtension> ReadProvides(JsonObjectReader json)
    {
        var provides = new List<ProvidedExtension>();
        foreach (var item in json.GetObjects("provides"))
        {
            var kind = item.GetString("kind", required: true);
            var name = item.GetString("name", required: true);
            item.ReportUnknown();
            if (kind is not null && !KindNames.Contains(kind)) item.Error("kind", $"is '{kind}', which is no kind of extension", Nearest.Hint(kind, KindNames));
            if (name is not null && !IsIdentifier(name, 64, ".-", upperCase: false)) item.Error("name", $"is '{name}'", "use lower-case letters, digits, dots and dashes, at most 64.");
            if (kind is null || name is null) continue;
            var extension = new ProvidedExtension(kind, name);
            if (provides.Contains(extension)) item.Error("name", $"says {extension} a second time", "keep one.");
            provides.Add(extension);
        }

        return provides;
    }

    private static List<PluginRequirement> ReadRequires(JsonObjectReader json, string? self)
    {
        var requires = new List<PluginRequirement>();
        foreach (var item in json.GetObjects("requires"))
        {
            var id = item.GetString("id", required: true);
            var version = ReadRange(item, "version", required: false);
            item.ReportUnknown();
            if (id is null) continue;
            if (id == self) item.Error("id", $"is '{id}', this plugin's own id", "a plugin cannot require itself; take it out.");
            if (requires.Any(r => r.Id == id)) item.Error("id", $"names '{id}' a second time", "keep one.");
            requires.Add(new PluginRequirement(id, version));
        }

        return requires;
    }

    // By hand, because a host that starts should not load the regular expression engine for it.
    private static bool IsIdentifier(string text, int maxLength, string punctuation, bool upperCase)
    {
        if (text.Length > maxLength || punctuation.Contains(text[0], StringComparison.Ordinal)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterLower(c) && !(upperCase && char.IsAsciiLetterUpper(c)) && !punctuation.Contains(c, StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
