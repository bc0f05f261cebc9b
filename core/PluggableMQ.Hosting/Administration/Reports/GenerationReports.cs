using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>A plugin's generations: the one that is loaded, how the last exchange ended, and those that were replaced.</summary>
internal static class GenerationReports
{
    /// <summary>The number of the generation that is loaded, from 1; null when none is.</summary>
    public static int? Number(PluginEntry entry) => entry.GenerationNumber == 0 ? null : entry.GenerationNumber;

    /// <summary>The last exchange while the host ran. A plugin that is loaded once had none.</summary>
    public static ReloadReport? LastReload(PluginEntry entry) => entry.LastReload is { } last ? new ReloadReport(last.At, last.Outcome.ToString(), last.Reason) : null;

    /// <summary>The generations that were replaced, the youngest first.</summary>
    public static IReadOnlyList<RetiredGeneration> Retired(PluginCatalog catalog, PluginEntry entry)
        => [.. catalog.Retired.Where(r => r.PluginId == entry.Id).Reverse().Select(r => new RetiredGeneration(r.Number, r.Version, r.Status, Math.Round(r.Age.TotalSeconds, 1), r.Holders))];
}
