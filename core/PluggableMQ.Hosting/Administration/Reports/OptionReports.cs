using System.Text.Json.Nodes;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>A plugin's options as an operator may see them.</summary>
internal static class OptionReports
{
    /// <summary>The options in force; of a plugin that is not loaded, those that the manifest would give it.</summary>
    public static IReadOnlyList<OptionReport> Read(PluginEntry entry, OperatorManifest manifest)
    {
        var (values, sourceOf) = InForce(entry, manifest);
        var names = (entry.OptionsSchema?.Properties.Keys ?? []).Concat(values.Select(v => v.Key)).Distinct();
        return [.. names.Select(name => Read(name, values, sourceOf, entry.OptionsSchema))];
    }

    private static OptionReport Read(string name, JsonObject values, Func<string, string> sourceOf, OptionsSchema? schema)
    {
        var property = schema?.Properties.GetValueOrDefault(name);
        var standard = OptionRedaction.Show(property?.Default, property);
        return values.TryGetPropertyValue(name, out var given)
            ? new OptionReport(name, OptionRedaction.Show(given, property ?? schema?.AdditionalProperties), sourceOf(name), standard, property is { IsSecret: true }, property?.Description ?? "")
            : new OptionReport(name, standard, EffectiveSetting.Default, standard, property is { IsSecret: true }, property?.Description ?? "");
    }

    private static (JsonObject Values, Func<string, string> SourceOf) InForce(PluginEntry entry, OperatorManifest manifest)
    {
        // A role that runs has resolved them, its command line included.
        if (entry.Generation is not null) return (entry.Options.Values, name => WithoutId(entry.Options.SourceOf(name), entry.Id));
        var values = entry.Options.Values.DeepClone().AsObject();
        foreach (var profile in RoleProfile.All)
        {
            if (!profile.Select(manifest).Any(s => entry.Provides.Contains(new ProvidedExtension(s.Kind.Name, s.Name)))) continue;
            foreach (var (given, value) in profile.Section(manifest))
            {
                var key = given.StartsWith($"{entry.Id}:", StringComparison.Ordinal) ? given[(entry.Id.Length + 1)..] : given;
                if (entry.OptionsSchema?.Properties.GetValueOrDefault(key) is { Type: not ("object" or "array") }) values[key] = value;
            }
        }

        return (values, _ => manifest.Source);
    }

    // In an error the plugin is named; here it goes without saying.
    private static string WithoutId(string source, string id)
    {
        var end = $": options of {id}";
        return source.EndsWith(end, StringComparison.Ordinal) ? source[..^end.Length] : source;
    }
}
