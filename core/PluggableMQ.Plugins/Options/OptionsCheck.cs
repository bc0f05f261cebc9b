using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Options;

/// <summary>Checks an operator's options for a plugin.</summary>
internal static class OptionsCheck
{
    /// <summary>What is wrong, each with its source and the option; empty when all is well.</summary>
    public static IReadOnlyList<string> Explain(PluginEntry entry, PluginOptionValues options)
    {
        // Compiled in without a manifest: only the plugin itself knows its options.
        if (entry is { IsCompiledIn: true, Manifest: null }) return [];
        if (entry.OptionsSchema is { } schema) return [.. OptionsValidator.Validate(options.Values, schema).Select(f => options.Describe(f.Path, f.Text))];
        return [.. options.Values.Select(o => options.Describe(o.Key, $"'{o.Key}' is not a known option; {entry.Id} takes none."))];
    }
}
