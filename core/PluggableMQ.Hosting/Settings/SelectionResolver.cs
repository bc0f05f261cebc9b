using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Finds the plugins that provide what a manifest selects for a role.</summary>
/// <remarks>A kind that the manifest chooses nothing for has its standard implementation. When that is not there, nothing takes its place
/// unasked.</remarks>
internal sealed class SelectionResolver(RoleProfile profile, OperatorManifest manifest, CatalogSnapshot catalog)
{
    /// <summary>The selections with their plugins, in the manifest's order.</summary>
    /// <exception cref="PluginNotFoundException">One is not there; says who chose it, and what there is to choose from.</exception>
    public IReadOnlyList<(Selection Selection, PluginEntry Plugin)> Resolve()
    {
        var found = new List<(Selection, PluginEntry)>();
        foreach (var selection in profile.Select(manifest))
        {
            if (Find(selection) is { } plugin) found.Add((selection, plugin));
        }

        return found;
    }

    private PluginEntry? Find(Selection selection)
    {
        try
        {
            var plugin = catalog.Resolve(selection.Kind, selection.Name);
            if (plugin.IsFor(profile.Role)) return plugin;
            // One manifest serves several hosts; a hook that is not for this one is left to the others.
            return selection.Kind.Cardinality == PluginCardinality.OrderedList ? null : catalog.Resolve(selection.Kind, selection.Name, profile.Role);
        }
        catch (PluginNotFoundException e)
        {
            var source = manifest.SourceOf(selection.ManifestKey);
            var text = source == EffectiveSetting.Default ? e.Message + ExplainChoice(selection) : $"{source}: {e.Message}";
            throw new PluginNotFoundException(text, selection.Kind.Name, selection.Name, e.PluginId);
        }
    }

    // Nobody chose the standard one: who could be chosen in its place.
    private string ExplainChoice(Selection selection)
    {
        var kind = selection.Kind;
        if (kind.Cardinality == PluginCardinality.OrderedList) return "";
        var candidates = catalog.Entries.Where(e => e.IsUsable && e.IsFor(profile.Role))
            .SelectMany(e => e.Provides.Where(p => p.Kind == kind.Name && p.Name != selection.Name).Select(p => $"'{p.Name}' of {e}"))
            .ToList();
        if (candidates.Count == 0) return "";
        return $"{Environment.NewLine}The manifest chooses no {kind}, so that it is the standard one. "
            + $"Choose another with '{selection.ManifestKey}': {string.Join(" or ", candidates)}.";
    }
}
