using Microsoft.Extensions.Logging;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phases 1 to 4: finds the plugins and tells which can be used, running none of their code.</summary>
internal sealed class CatalogBuilder(PluginCatalogOptions options, SharedContracts shared, HostAssemblies host, ILogger logger)
{
    /// <summary>All plugins, usable or not, sorted by id; of one id the higher version first.</summary>
    /// <param name="disabled">Ids that must not be used.</param>
    /// <param name="known">What was found before: only news are logged.</param>
    public IReadOnlyList<PluginEntry> Build(IReadOnlyCollection<string> disabled, IReadOnlyList<PluginEntry> known)
    {
        foreach (var missing in options.Directories.Where(d => !Directory.Exists(d))) logger.DirectoryMissing(missing);
        return Build(PluginDiscovery.Find(options.Directories, options.Clock), disabled, known);
    }

    /// <summary>The same for folders that were found already.</summary>
    public IReadOnlyList<PluginEntry> Build(
        IReadOnlyList<FoundFolder> folders, IReadOnlyCollection<string> disabled, IReadOnlyList<PluginEntry> known)
    {
        var entries = options.CompiledIn.Select(p => Validate(() => PluginValidation.Read(p)))
            .Concat(folders.Select(Validate))
            .OrderBy(e => e.Id, StringComparer.Ordinal).ThenByDescending(e => e.Version)
            .ToList();
        MarkDisabled(entries, disabled);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries) CheckAll(entry.Id, entries, seen);
        Choose(entries);
        Report(entries.Where(e => !known.Any(k => k.Directory == e.Directory && k.Status == e.Status && k.Reason == e.Reason)));
        return entries;
    }

    private static void MarkDisabled(List<PluginEntry> entries, IReadOnlyCollection<string> disabled)
    {
        foreach (var entry in entries.Where(e => disabled.Contains(e.Id))) entry.SetStatus(PluginStatus.Disabled, "the operator's manifest lists it under 'disabled'.");
    }

    // All versions of an id, after those of the ids that they require: whether one fits depends on what it is given.
    private void CheckAll(string id, List<PluginEntry> entries, HashSet<string> seen)
    {
        if (!seen.Add(id)) return;
        var same = entries.Where(e => e.Id == id && e.IsUsable).ToList();
        foreach (var requirement in same.SelectMany(e => e.Manifest?.Requires ?? [])) CheckAll(requirement.Id, entries, seen);
        foreach (var entry in same) Check(entry, entries);
    }

    // Of each id the highest version that can be used. One that cannot must not keep another from being used.
    private void Choose(List<PluginEntry> entries)
    {
        var usable = entries.Where(e => e.IsUsable).ToList();
        while (true)
        {
            var chosen = usable.DistinctBy(Rivalry).ToList();
            var failures = new RequirementOrder(entries, chosen, options.Clock).Connect();
            var (beaten, fault) = failures.FirstOrDefault(f => usable.Exists(u => u != f.Entry && Rivalry(u).Equals(Rivalry(f.Entry))));
            if (beaten is null)
            {
                foreach (var (entry, why) in failures) entry.Refuse(PluginStatus.Failed, PluginPhase.Order, why);
                foreach (var other in usable.Except(chosen)) Supersede(other, chosen.First(c => c.Id == other.Id && c.Manifest is not null));
                return;
            }

            usable.Remove(beaten);
            beaten.Refuse(PluginStatus.Failed, PluginPhase.Order, fault);
        }
    }

    // Of those that say the same only one is used. What has no manifest has no version either.
    private static object Rivalry(PluginEntry entry) => entry.Manifest is null ? entry : entry.Id;

    private static void Supersede(PluginEntry entry, PluginEntry winner)
    {
        entry.SetStatus(PluginStatus.Superseded, $"{winner} in {winner.Directory} is used instead.");
        var isTwin = entry.Version == winner.Version;
        var fault = isTwin
            ? new PluginFault(PluginManifest.FileName, "version", $"is {entry.Version}, as in {winner.Directory}, and a host uses only one of the two", "remove one of them, or raise the version.")
            : new PluginFault(PluginManifest.FileName, "version", $"is {entry.Version}, lower than {winner.Version} in {winner.Directory}, which is used instead", "remove the lower one when it is not needed any more.");
        entry.AddFinding(isTwin ? FindingSeverity.Error : FindingSeverity.Warning, PluginPhase.Validate, fault);
    }

    private void Check(PluginEntry entry, List<PluginEntry> entries)
    {
        if (entry.Manifest is not { } manifest) return;
        using var timer = entry.Time(PluginPhase.Check, options.Clock);
        var check = new CompatibilityCheck(shared, host);
        var report = new CompatibilityReport();
        try
        {
            if (entry.IsCompiledIn) check.CheckSpi(manifest, report);
            else report = check.Check(manifest, entry.Directory, ExportedContract.Collect(entry, entries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Faults.Add(PluginValidation.Unreadable(entry.Directory, e));
        }

        foreach (var note in report.Notes) entry.Warn(PluginPhase.Check, note);
        if (report.Faults.Count > 0) entry.Refuse(PluginStatus.Invalid, PluginPhase.Check, [.. report.Faults, .. report.Misfits]);
        else if (report.Misfits.Count > 0) entry.Refuse(PluginStatus.Incompatible, PluginPhase.Check, report.Misfits);
    }

    private void Report(IEnumerable<PluginEntry> entries)
    {
        foreach (var entry in entries)
        {
            foreach (var note in entry.Notes) logger.PluginNote(entry, note);
            if (entry.Status == PluginStatus.Superseded) logger.PluginSuperseded(entry, entry.Directory, entry.Reason);
            else if (entry.FailedIn is { } phase) logger.PluginRefused(phase, entry, entry.Directory, entry.Status, entry.Reason);
        }
    }

    private PluginEntry Validate(FoundFolder folder)
    {
        var entry = Validate(() => PluginValidation.Read(folder.Path));
        entry.AddTime(PluginPhase.Discover, folder.Time);
        return entry;
    }

    private PluginEntry Validate(Func<PluginEntry> read)
    {
        var start = options.Clock.GetTimestamp();
        var entry = read();
        entry.AddTime(PluginPhase.Validate, options.Clock.GetElapsedTime(start));
        return entry;
    }
}
