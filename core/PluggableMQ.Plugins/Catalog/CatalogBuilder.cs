using Microsoft.Extensions.Logging;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phases 1 to 4: finds the plugins and tells which can be used, running none of their code.</summary>
internal sealed class CatalogBuilder(PluginCatalogOptions options, SharedContracts shared, HostAssemblies host, ILogger logger)
{
    /// <summary>All plugins, usable or not, sorted by id; of one id the higher version first.</summary>
    public IReadOnlyList<PluginEntry> Build()
    {
        foreach (var missing in options.Directories.Where(d => !Directory.Exists(d))) logger.DirectoryMissing(missing);
        return Build(PluginDiscovery.Find(options.Directories));
    }

    /// <summary>The same for folders that were found already.</summary>
    public IReadOnlyList<PluginEntry> Build(IReadOnlyList<string> folders)
    {
        var entries = options.CompiledIn.Select(p => Timed(PluginPhase.Validate, () => PluginValidation.Read(p)))
            .Concat(folders.Select(f => Timed(PluginPhase.Validate, () => PluginValidation.Read(f))))
            .OrderBy(e => e.Id, StringComparer.Ordinal).ThenByDescending(e => e.Version)
            .ToList();
        MarkDisabled(entries);
        MarkSuperseded(entries);
        foreach (var entry in entries.Where(e => e.IsUsable)) Check(entry, entries);
        RequirementOrder.Apply(entries);
        Report(entries);
        return entries;
    }

    private void MarkDisabled(List<PluginEntry> entries)
    {
        foreach (var entry in entries.Where(e => options.Disabled.Contains(e.Id))) entry.SetStatus(PluginStatus.Disabled, "the operator's manifest lists it under 'disabled'.");
    }

    private static void MarkSuperseded(List<PluginEntry> entries)
    {
        foreach (var same in entries.Where(e => e is { IsUsable: true, Manifest: not null }).GroupBy(e => e.Id).Where(g => g.Count() > 1))
        {
            var winner = same.First();
            foreach (var other in same.Skip(1)) Supersede(other, winner);
        }
    }

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
        var check = new CompatibilityCheck(shared, host);
        var report = Timed(entry, PluginPhase.Check, () =>
        {
            if (!entry.IsCompiledIn) return check.Check(manifest, entry.Directory, ExportedContract.Collect(entry, entries));
            var only = new CompatibilityReport();
            check.CheckSpi(manifest, only);
            return only;
        });
        foreach (var note in report.Notes) entry.Warn(PluginPhase.Check, note);
        if (report.Faults.Count > 0) entry.Refuse(PluginStatus.Invalid, PluginPhase.Check, [.. report.Faults, .. report.Misfits]);
        else if (report.Misfits.Count > 0) entry.Refuse(PluginStatus.Incompatible, PluginPhase.Check, report.Misfits);
    }

    private void Report(List<PluginEntry> entries)
    {
        foreach (var entry in entries)
        {
            foreach (var note in entry.Notes) logger.PluginNote(entry, note);
            if (entry.Status == PluginStatus.Superseded) logger.PluginSuperseded(entry, entry.Directory, entry.Reason);
            else if (entry.FailedIn is { } phase) logger.PluginRefused(phase, entry, entry.Directory, entry.Status, entry.Reason);
        }
    }

    private PluginEntry Timed(PluginPhase phase, Func<PluginEntry> step)
    {
        var start = options.Clock.GetTimestamp();
        var entry = step();
        entry.AddTime(phase, options.Clock.GetElapsedTime(start));
        return entry;
    }

    private T Timed<T>(PluginEntry entry, PluginPhase phase, Func<T> step)
    {
        var start = options.Clock.GetTimestamp();
        var result = step();
        entry.AddTime(phase, options.Clock.GetElapsedTime(start));
        return result;
    }
}
