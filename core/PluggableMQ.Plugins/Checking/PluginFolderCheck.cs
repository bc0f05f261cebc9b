using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Checking;

/// <summary>Checks plugins before they go to a host: phases 1 to 4, for an author's build. Runs none of their code and loads none of their assemblies.</summary>
public static class PluginFolderCheck
{
    /// <summary>Checks one plugin's folder, or all plugins of a folder of folders.</summary>
    /// <param name="directory">A folder that holds a <c>plugin.json</c>, or one whose direct children do.</param>
    /// <param name="options">The host to check for: its disabled plugins, shared assemblies and compiled-in plugins count, its directories are
    /// where required plugins are looked for as well. Null for a host that has nothing but the contracts.</param>
    /// <returns>What was found. A broken plugin is a finding, not an exception.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static PluginFolderReport Run(string directory, PluginCatalogOptions? options = null)
    {
        if (!Directory.Exists(directory)) throw new DirectoryNotFoundException($"There is no folder '{directory}'; give a plugin's folder, or one that holds plugins' folders.");
        options ??= new PluginCatalogOptions();
        var root = CanonicalPath.Resolve(directory);
        var isPlugin = File.Exists(Path.Combine(root, PluginManifest.FileName));
        IReadOnlyList<FoundFolder> folders = isPlugin ? [new FoundFolder(root, TimeSpan.Zero)] : PluginDiscovery.Find([root], options.Clock);
        var host = new HostAssemblies();
        var shared = SharedContracts.Compute([typeof(IPlugin).Assembly, .. options.SharedAssemblies], host);
        var elsewhere = PluginDiscovery.Find(options.Directories, options.Clock).Where(e => folders.All(f => f.Path != e.Path));
        var entries = new CatalogBuilder(options, shared, host, NullLogger.Instance).Build([.. folders, .. elsewhere], [], []);
        var checkedEntries = entries.Where(e => !e.IsCompiledIn && folders.Any(f => f.Path == e.Directory)).ToList();
        var findings = isPlugin ? [] : FindFoldersWithoutManifest(root).ToList();
        findings.AddRange(checkedEntries.SelectMany(e => e.Findings));
        return new PluginFolderReport(root, checkedEntries, findings);
    }

    private static IEnumerable<PluginFinding> FindFoldersWithoutManifest(string root)
    {
        var children = Directory.GetDirectories(root);
        if (children.Length == 0) yield return Missing(FindingSeverity.Error, root);
        foreach (var child in children.Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(child, PluginManifest.FileName))) continue;
            // A folder without an assembly may well be meant for something else.
            yield return Missing(Directory.EnumerateFiles(child, "*.dll").Any() ? FindingSeverity.Error : FindingSeverity.Warning, child);
        }
    }

    private static PluginFinding Missing(FindingSeverity severity, string folder) => new(
        severity, PluginPhase.Discover, Path.GetFileName(folder), folder, null, $"holds no {PluginManifest.FileName}, so no host takes it for a plugin",
        $"put the plugin's {PluginManifest.FileName} beside its assembly.");
}
