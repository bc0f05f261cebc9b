using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 1: finds the folders that hold a <c>plugin.json</c>.</summary>
internal static class PluginDiscovery
{
    /// <summary>The canonical folders, in the directories' order and by name within each; each folder once.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> directories)
    {
        var folders = new List<string>();
        foreach (var directory in directories)
        {
            if (!Directory.Exists(directory)) continue;
            foreach (var child in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
            {
                if (!File.Exists(Path.Combine(child, PluginManifest.FileName))) continue;
                var folder = CanonicalPath.Resolve(child);
                if (!folders.Contains(folder)) folders.Add(folder);
            }
        }

        return folders;
    }
}
