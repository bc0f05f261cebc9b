using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 4: connects plugins with those that they require. A plugin whose requirements cannot be met fails, alone.</summary>
internal static class RequirementOrder
{
    /// <summary>Fills <see cref="PluginEntry.Requires"/> and returns the usable entries, what is required first.</summary>
    public static IReadOnlyList<PluginEntry> Apply(IReadOnlyList<PluginEntry> entries)
    {
        var ordered = new List<PluginEntry>(entries.Count);
        var path = new List<PluginEntry>();
        foreach (var entry in entries) Visit(entry, entries, path, ordered);
        return ordered;
    }

    private static void Visit(PluginEntry entry, IReadOnlyList<PluginEntry> entries, List<PluginEntry> path, List<PluginEntry> ordered)
    {
        if (!entry.IsUsable || ordered.Contains(entry)) return;
        var start = path.IndexOf(entry);
        if (start >= 0)
        {
            var chain = string.Join(" -> ", path.Skip(start).Append(entry).Select(e => e.Id));
            foreach (var member in path.Skip(start)) Fail(member, $"leads back to the plugin itself: {chain}", "take one of them out of the circle.");
            return;
        }

        path.Add(entry);
        var requires = new List<PluginEntry>();
        foreach (var requirement in entry.Manifest?.Requires ?? [])
        {
            var wanted = requirement.Version is null ? requirement.Id : $"{requirement.Id} {requirement.Version}";
            // The one that can be used among those of that id; else one that tells why there is none.
            var found = entries.Where(e => e.Id == requirement.Id).OrderByDescending(e => e.IsUsable).FirstOrDefault();
            if (found is null)
            {
                Fail(entry, $"names {wanted}, which is not there", Nearest.Hint(requirement.Id, [.. entries.Where(e => e != entry).Select(e => e.Id).Distinct()]));
                break;
            }

            if (found.IsUsable && requirement.Version is { } range && found.Version is { } version && !range.Contains(version.Number))
            {
                Fail(entry, $"names {wanted}, but {found} is there", $"put a {requirement.Id} of that range there, or widen the range.");
                break;
            }

            Visit(found, entries, path, ordered);
            if (entry.IsUsable && !found.IsUsable) Fail(entry, $"names {wanted}, which cannot be used: {found.Explain().TrimEnd('.')}", "mend that plugin first.");
            if (!entry.IsUsable) break;
            requires.Add(found);
        }

        path.RemoveAt(path.Count - 1);
        if (!entry.IsUsable) return;
        entry.Requires = requires;
        ordered.Add(entry);
    }

    private static void Fail(PluginEntry entry, string text, string remedy)
        => entry.Refuse(PluginStatus.Failed, PluginPhase.Order, new PluginFault(PluginManifest.FileName, "requires", text, remedy));
}
