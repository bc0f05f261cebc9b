using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>The plugins that one look for changes found and could not put into use. What is in service of them stays there.</summary>
/// <param name="catalog">The plugins in force.</param>
internal sealed class SwapRefusals(PluginCatalog catalog)
{
    private readonly Dictionary<string, (PluginPhase Phase, string Reason)> _refused = new(StringComparer.Ordinal);

    /// <summary>Whether a plugin was refused, by its id.</summary>
    public bool Contains(PluginEntry entry) => _refused.ContainsKey(entry.Id);

    /// <summary>Refuses a plugin that failed.</summary>
    /// <param name="entry">The plugin as it was found.</param>
    /// <param name="cause">Why; its message names the plugin and the phase.</param>
    public void Add(PluginEntry entry, PluginException cause)
        => Add(entry, cause.Phase ?? PluginPhase.Activate, cause.Detail ?? cause.Message, cause.Message, cause.InnerException ?? cause);

    /// <summary>What would be used without those that were refused and those that require one of them: of each what serves now, if anything does.</summary>
    public CatalogSnapshot Apply(CatalogSnapshot next)
    {
        // What requires it is bound to its code.
        while (next.Entries.FirstOrDefault(e => IsNew(e) && !Contains(e) && e.Requires.Any(r => IsNew(r) && Contains(r))) is { } dependent)
        {
            var required = dependent.Requires.First(r => IsNew(r) && Contains(r));
            var reason = $"it requires {required}, which could not be put into use: {_refused[required.Id].Reason}";
            Add(dependent, PluginPhase.Order, reason, $"Plugin {dependent} in {dependent.Directory} is not exchanged ({PluginPhase.Order}): {reason}", null);
        }

        foreach (var entry in next.Entries.Where(e => IsNew(e) && Contains(e)))
        {
            if (Serving(entry) is { } serving) next = next.With(entry, serving);
            else entry.SetStatus(PluginStatus.Failed, _refused[entry.Id].Reason, _refused[entry.Id].Phase);
        }

        return next;
    }

    /// <summary>What is in service of a plugin that was found anew; null when nothing is.</summary>
    public PluginEntry? Serving(PluginEntry entry) => catalog.Entries.FirstOrDefault(c => c.Id == entry.Id && c.Generation is not null && c != entry);

    private static bool IsNew(PluginEntry entry) => entry.Generation is null && entry.IsUsable;

    private void Add(PluginEntry entry, PluginPhase phase, string reason, string message, Exception? cause)
    {
        _refused[entry.Id] = (phase, reason);
        catalog.SetOutcome(Serving(entry) ?? entry, PluginReloadOutcome.Failed, message, cause);
    }
}
