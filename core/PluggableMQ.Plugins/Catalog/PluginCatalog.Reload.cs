using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Catalog;

/// <content>Exchanges plugins while the host runs. Driven by one caller at a time: scan, activate what is new, put it into use, publish.</content>
public sealed partial class PluginCatalog
{
    private static readonly HashSet<string> RestartOnly = new([PluginKinds.Transport.Name, PluginKinds.Storage.Name, PluginKinds.StoreDecorator.Name], StringComparer.Ordinal);

    /// <summary>Waits until what was taken out of service is gone, or has turned out to be held by something.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when nothing is on its way out any more.</returns>
    public Task SettleAsync(CancellationToken cancellationToken = default) => _unloads.SettleAsync(cancellationToken);

    /// <summary>Whether extensions of a kind can be exchanged while the host runs.</summary>
    internal static bool IsSwappable(PluginKind kind) => !RestartOnly.Contains(kind.Name);

    /// <summary>Whether something of a plugin is in use that cannot be exchanged.</summary>
    internal static bool IsForGood(PluginEntry entry) => entry.InUse.Any(u => RestartOnly.Contains(u.Kind));

    /// <summary>Looks at the folders again. What is in service and unchanged is kept as it is, and so is what is in service where the new state of its
    /// folder cannot be used: <see cref="PluginEntry.LastReload"/> then says why.</summary>
    /// <param name="disabled">Ids that must not be used.</param>
    /// <returns>The plugins as they would be; nothing is published yet.</returns>
    /// <exception cref="IOException">A folder is being written just now; try again later.</exception>
    internal CatalogSnapshot Scan(IReadOnlyCollection<string> disabled)
    {
        var current = _snapshot.Entries;
        var found = Discover(disabled, current);
        var kept = found.ToDictionary(f => f, f => current.FirstOrDefault(c => IsSame(c, f)));
        // What requires a plugin that changed is bound to its code, and changes with it.
        while (kept.FirstOrDefault(k => k.Value?.Requires.Any(r => !kept.ContainsValue(r)) == true) is { Key: { } dependent }) kept[dependent] = null;
        // The folder is again what is loaded: there is nothing to complain of any more.
        foreach (var same in kept.Values.Where(v => v is { LastReload.Outcome: not PluginReloadOutcome.Swapped })) same!.LastReload = null;
        var entries = found.Select(f => kept[f] ?? f).ToList();
        foreach (var serving in current.Where(c => c.Generation is not null && !entries.Contains(c))) Keep(serving, entries);
        foreach (var entry in entries.Where(e => e.Generation is null)) Rebind(entry, entries, current);
        return new CatalogSnapshot(_options, [.. entries.OrderBy(e => e.Id, StringComparer.Ordinal).ThenByDescending(e => e.Version)]);
    }

    /// <summary>A plugin in service once more, with other options; its code is loaded already.</summary>
    internal static PluginEntry Reconfigure(PluginEntry entry, PluginOptionValues options)
    {
        var renewed = entry.Renew(options);
        renewed.SameCodeAs = entry;
        return renewed;
    }

    /// <summary>Loads and configures a plugin that nothing uses yet.</summary>
    /// <exception cref="PluginException">It failed.</exception>
    internal void Prepare(PluginEntry entry) => Activate(entry);

    /// <summary>Makes a snapshot the one in force. What was in service and is not in it is taken out of service.</summary>
    internal void Publish(CatalogSnapshot next)
    {
        List<PluginEntry> gone;
        lock (_lock)
        {
            if (_disposed) return;
            _snapshot = next;
            gone = [.. _activated.Where(a => !next.Entries.Contains(a))];
        }

        foreach (var entry in gone) Retire(entry);
    }

    /// <summary>Takes a plugin out of service whose last user is gone, if its code can be unloaded; otherwise it stays ready.</summary>
    internal void RetireIfIdle(PluginEntry entry)
    {
        lock (_lock)
        {
            if (entry.Generation is { Context.IsCollectible: true, Holders.Count: 0 }) Retire(entry);
        }
    }

    private void Retire(PluginEntry entry)
    {
        lock (_lock)
        {
            if (_disposed || !_activated.Remove(entry)) return;
            var generation = entry.Generation!;
            entry.Generation = null;
            entry.LeaveService();
            _unloads.Retire(entry, generation);
        }
    }

    private static bool IsSame(PluginEntry current, PluginEntry found)
    {
        if (current.CompiledIn is { } compiledIn) return found.CompiledIn == compiledIn && found.Status != PluginStatus.Disabled;
        return current.Generation?.Loaded is { } loaded && found.CompiledIn is null && current.Directory == found.Directory && found.IsUsable
            && loaded.Fingerprint == FolderFingerprint.Of(found.Directory);
    }

    // A plugin in service that is not among those found as it was.
    private void Keep(PluginEntry serving, List<PluginEntry> entries)
    {
        var successor = entries.Find(e => e.Id == serving.Id && e.IsUsable);
        var place = entries.FindIndex(e => e.Directory == serving.Directory);
        var disabled = place >= 0 && entries[place].Status == PluginStatus.Disabled;
        if (IsForGood(serving))
        {
            SetOutcome(serving, PluginReloadOutcome.NeedsRestart, $"{string.Join(", ", serving.InUse)} cannot be exchanged while the host runs; restart it to use what is in {serving.Directory} now.");
            if (successor is not null) entries.Remove(successor);
        }
        else if (successor is not null || disabled)
        {
            return;
        }
        else if (place < 0)
        {
            SetOutcome(serving, PluginReloadOutcome.Failed, $"{serving.Directory} is gone. What is loaded goes on serving until the manifest uses something else; put the folder back, or it is missing at the next start.");
        }
        else
        {
            SetOutcome(serving, PluginReloadOutcome.Failed, entries[place].Explain());
        }

        entries.RemoveAll(e => e.Directory == serving.Directory);
        entries.Add(serving);
    }

    // A new entry takes over what is known of the old one, and requires those that are in the list, not those that were found.
    private static void Rebind(PluginEntry entry, List<PluginEntry> entries, IReadOnlyList<PluginEntry> current)
    {
        entry.Requires = [.. entry.Requires.Select(r => entries.Contains(r) ? r : entries.First(e => e.Id == r.Id))];
        if (entry.IsUsable) entry.LastReload ??= current.FirstOrDefault(c => c.Directory == entry.Directory)?.LastReload;
    }

    /// <summary>Notes what came of an attempt to exchange a plugin; logged when it is news, with the cause's stack where that is asked for.</summary>
    internal void SetOutcome(PluginEntry entry, PluginReloadOutcome outcome, string? reason, Exception? cause = null)
    {
        if (entry.LastReload is { } last && last.Outcome == outcome && last.Reason == reason && outcome != PluginReloadOutcome.Swapped) return;
        entry.LastReload = new PluginReload(_options.Clock.GetUtcNow(), outcome, reason);
        if (outcome == PluginReloadOutcome.Swapped) _logger.PluginSwapped(entry, entry.GenerationNumber, entry.Directory);
        else _logger.PluginNotSwapped(entry, entry.Directory, outcome, reason, cause);
    }
}
