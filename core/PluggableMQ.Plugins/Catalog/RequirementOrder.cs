using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 4: connects plugins with those that they require. A plugin whose requirements cannot be met fails, alone. Used once.</summary>
/// <param name="entries">All plugins, to say why one that is required cannot be used.</param>
/// <param name="candidates">Those that are to be used, of each id one.</param>
/// <param name="clock">Measures.</param>
internal sealed class RequirementOrder(IReadOnlyList<PluginEntry> entries, IReadOnlyList<PluginEntry> candidates, TimeProvider clock)
{
    private readonly List<(PluginEntry Entry, PluginFault Fault)> _failures = [];
    private readonly HashSet<PluginEntry> _connected = [];
    private readonly List<PluginEntry> _path = [];

    /// <summary>Fills <see cref="PluginEntry.Requires"/> of those that can be used.</summary>
    /// <returns>The others and why; one that fails because of another comes after it.</returns>
    public IReadOnlyList<(PluginEntry Entry, PluginFault Fault)> Connect()
    {
        foreach (var entry in candidates) Visit(entry);
        return _failures;
    }

    private void Visit(PluginEntry entry)
    {
        if (_connected.Contains(entry) || HasFailed(entry)) return;
        var start = _path.IndexOf(entry);
        if (start >= 0)
        {
            var chain = string.Join(" -> ", _path.Skip(start).Append(entry).Select(e => e.Id));
            foreach (var member in _path.Skip(start))
                Fail(member, $"leads back to the plugin itself: {chain}", "take one of them out of the circle.");
            return;
        }

        using var timer = entry.Time(PluginPhase.Order, clock);
        _path.Add(entry);
        var requires = new List<PluginEntry>();
        foreach (var requirement in entry.Manifest?.Requires ?? [])
        {
            if (Meet(entry, requirement) is not { } found) break;
            requires.Add(found);
        }

        _path.RemoveAt(_path.Count - 1);
        if (HasFailed(entry)) return;
        entry.Requires = requires;
        _connected.Add(entry);
    }

    private PluginEntry? Meet(PluginEntry entry, PluginRequirement requirement)
    {
        var wanted = requirement.Version is null ? requirement.Id : $"{requirement.Id} {requirement.Version}";
        if (candidates.FirstOrDefault(e => e.Id == requirement.Id) is not { } found)
        {
            // One that tells why there is none.
            var others = entries.Where(e => e != entry).Select(e => e.Id).Distinct().ToList();
            if (entries.FirstOrDefault(e => e.Id == requirement.Id) is { } broken) FailWith(entry, wanted, broken.Explain());
            else Fail(entry, $"names {wanted}, which is not there", Nearest.Hint(requirement.Id, others));
            return null;
        }

        if (requirement.Version is { } range && found.Version is { } version && !range.Contains(version.Number))
        {
            Fail(entry, $"names {wanted}, but {found} is there", $"put a {requirement.Id} of that range there, or widen the range.");
            return null;
        }

        Visit(found);
        if (HasFailed(entry)) return null;
        if (!HasFailed(found)) return found;
        FailWith(entry, wanted, $"{PluginStatus.Failed} ({PluginPhase.Order}): {_failures.First(f => f.Entry == found).Fault}");
        return null;
    }

    private bool HasFailed(PluginEntry entry) => _failures.Exists(f => f.Entry == entry);

    private void FailWith(PluginEntry entry, string wanted, string reason)
        => Fail(entry, $"names {wanted}, which cannot be used: {reason.TrimEnd('.')}", "mend that plugin first.");

    private void Fail(PluginEntry entry, string text, string remedy)
        => _failures.Add((entry, new PluginFault(PluginManifest.FileName, "requires", text, remedy)));
}
