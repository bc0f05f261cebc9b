using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Checking;

/// <summary>What a check of a folder found.</summary>
/// <param name="Directory">The folder that was checked, without symbolic links.</param>
/// <param name="Plugins">The plugins in it, sorted by id; of one id the higher version first.</param>
/// <param name="Findings">What was found, in the plugins' order; of one plugin in the order of the phases.</param>
public sealed record PluginFolderReport(string Directory, IReadOnlyList<PluginEntry> Plugins, IReadOnlyList<PluginFinding> Findings)
{
    /// <summary>Whether a host would use every plugin of the folder.</summary>
    public bool IsClean => Findings.All(f => f.Severity != FindingSeverity.Error);
}
