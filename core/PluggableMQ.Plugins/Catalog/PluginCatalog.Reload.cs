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
    /// <exception cref="IOException">The plugins' directories are changing just now; try again later.</exception>
    internal CatalogSnapshot Scan(IReadOnlyCollection<string> disabled)
    {
        var current = _snapshot.Entries;
        var found = Discover(disabled, current);
        var unreadable = new Dictionary<PluginEntry, string>();
        var kept = found.ToDictionary(f => f, f => current.FirstOrDefault(c => IsSame(c, f, unreadable)));
        // What requires a plugin that changed is bound to its code, and changes with it.
        while (kept.FirstOrDefault(k => k.Value?.Requires.Any(r => !kept.ContainsValue(r)) == true) is { Key: { } dependent }) kept[dependent] = null;
        foreach (var same in kept.Values.OfType<PluginEntry>()) ConcludeSame(same, found, unreadable);
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
            foreach (var entry in next.Entries) Follow(entry, next);
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

    private static bool IsSame(PluginEntry current, PluginEntry found, Dictionary<PluginEntry, string> unreadable)
    {
        if (current.CompiledIn is { } compiledIn) return found.CompiledIn == compiledIn && found.Status != PluginStatus.Disabled;
        if (current.Generation?.Loaded is not { } loaded || !IsSamePlace(current, found)) return false;
        if (!found.IsUsable || current.Source != found.Source) return false;
        try
        {
            return loaded.Fingerprint == FolderFingerprint.Of(found.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody knows. That must not keep other plugins from being exchanged.
            unreadable[current] = PluginValidation.Unreadable(found.Directory, e).ToString();
            return true;
        }
    }

    // Compiled in, all have the application's folder.
    private static bool IsSamePlace(PluginEntry one, PluginEntry other) => one.CompiledIn == other.CompiledIn && one.Directory == other.Directory;

    // One in service whose folder is as it was. There is something to complain of when a higher version was passed over.
    private void ConcludeSame(PluginEntry same, IReadOnlyList<PluginEntry> found, Dictionary<PluginEntry, string> unreadable)
    {
        var complaint = unreadable.GetValueOrDefault(same);
        if (same.Generation is not null && found.FirstOrDefault(f => f.Id == same.Id && f.Version > same.Version && f.FailedIn is not null) is { } better)
            complaint ??= $"{better} in {better.Directory} cannot be used. {better.Explain()}";
        if (complaint is not null) SetOutcome(same, PluginReloadOutcome.Failed, complaint);
        else if (same.LastReload is { Outcome: not PluginReloadOutcome.Swapped }) same.LastReload = null;
    }

    // A plugin in service that is not among those found as it was.
    private void Keep(PluginEntry serving, List<PluginEntry> entries)
    {
        var successor = entries.Find(e => e.Id == serving.Id && e.IsUsable);
        var place = entries.Find(e => IsSamePlace(e, serving));
        if (successor is not null || place is { Status: PluginStatus.Disabled })
        {
            if (!IsForGood(serving)) return;
            var aim = successor is null ? "to do without" : $"to use {successor} in {successor.Directory}";
            var reason = $"{string.Join(", ", serving.InUse)} cannot be exchanged while the host runs; restart it {aim}.";
            SetOutcome(serving, PluginReloadOutcome.NeedsRestart, reason);
            if (successor is not null) entries.Remove(successor);
        }
        else if (place is null)
        {
            var reason = $"{serving.Directory} is gone ({PluginPhase.Discover}). What is loaded goes on serving until the manifest uses something else; "
                + "put the folder back, or it is missing at the next start.";
            SetOutcome(serving, PluginReloadOutcome.Failed, reason);
        }
        else
        {
            SetOutcome(serving, PluginReloadOutcome.Failed, place.Explain());
        }

        entries.RemoveAll(e => IsSamePlace(e, serving));
        entries.Add(serving);
    }

    // A new entry takes over what is known of the old one, and requires those that are in the list, not those that were found.
    private static void Rebind(PluginEntry entry, List<PluginEntry> entries, IReadOnlyList<PluginEntry> current)
    {
        entry.Requires = [.. entry.Requires.Select(r => entries.Contains(r) ? r : CatalogSnapshot.Find(entries, r.Id) ?? r)];
        if (entry.IsUsable) entry.LastReload ??= current.FirstOrDefault(c => IsSamePlace(c, entry))?.LastReload;
    }

    // What requires a plugin that was given other options goes on with the same code. One that is not loaded takes whatever will be in force.
    private static void Follow(PluginEntry entry, CatalogSnapshot next)
    {
        if (entry.Requires.All(next.Entries.Contains)) return;
        entry.Requires = [.. entry.Requires.Select(Find)];

        PluginEntry Find(PluginEntry required)
        {
            if (next.Entries.Contains(required) || next.Find(required.Id) is not { } other) return required;
            return entry.Generation is null || (other.Generation?.Loaded is { } code && code == required.Generation?.Loaded) ? other : required;
        }
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
