using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>What all roles of a process would use.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Next">The plugins.</param>
/// <param name="Roles">The roles.</param>
/// <param name="Settings">What each would use, in the roles' order.</param>
internal sealed record SwapPlan(OperatorManifest Manifest, CatalogSnapshot Next, SwapRole[] Roles, RoleSettings[] Settings)
{
    /// <summary>Where something else is in use now, and what each role would use.</summary>
    public IEnumerable<(SwapTarget Target, RoleSettings Settings)> Affected
        => Roles.Zip(Settings).SelectMany(r => r.First.Plugins.Targets.Where(t => t.IsAffected(r.Second)).Select(t => (t, r.Second)));

    /// <summary>What must be loaded before anything is exchanged: what is to be used somewhere now, and what takes the place of something loaded.</summary>
    /// <param name="current">The plugins in force.</param>
    public IReadOnlyList<PluginEntry> NotLoaded(CatalogSnapshot current)
    {
        var affected = Affected.SelectMany(a => a.Settings.Selections);
        var successors = Settings.SelectMany(s => s.Selections).Where(s => current.Entries.Any(c => c.Id == s.Plugin.Id && c.Generation is not null));
        return [.. affected.Concat(successors).Where(s => PluginCatalog.IsSwappable(s.Selection.Kind)).Select(s => s.Plugin).Where(p => p.Generation is null).Distinct()];
    }
}
