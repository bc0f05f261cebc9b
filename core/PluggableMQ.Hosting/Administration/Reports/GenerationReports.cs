using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>A plugin's generations: the one that is loaded, how the last exchange ended, and those that were replaced.</summary>
internal static class GenerationReports
{
    /// <summary>The number of the generation that is loaded, from 1; null when none is.</summary>
    public static int? Number(PluginEntry entry) => entry.Generation is null ? null : 1;

    /// <summary>The last exchange while the host ran. A plugin that is loaded once had none.</summary>
    public static ReloadReport? LastReload(PluginEntry entry) => null;

    /// <summary>The generations that were replaced, the youngest first.</summary>
    public static IReadOnlyList<RetiredGeneration> Retired(PluginEntry entry) => [];
}
