using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>Phase 1: finds the folders that hold a <c>plugin.json</c>.</summary>
internal static class PluginDiscovery
{
    /// <summary>The canonical folders, in the directories' order and by name within each; each folder once.</summary>
    public static IReadOnlyList<FoundFolder> Find(IEnumerable<string> directories, TimeProvider clock)
    {
        var folders = new List<FoundFolder>();
        foreach (var directory in directories)
        {
            if (!Directory.Exists(directory)) continue;
            foreach (var child in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
            {
                var start = clock.GetTimestamp();
                if (!File.Exists(Path.Combine(child, PluginManifest.FileName))) continue;
                var folder = CanonicalPath.Resolve(child);
                if (folders.All(f => f.Path != folder)) folders.Add(new FoundFolder(folder, clock.GetElapsedTime(start)));
            }
        }

        return folders;
    }
}

/// <summary>A plugin's folder.</summary>
/// <param name="Path">Its path, without symbolic links.</param>
/// <param name="Time">How long it took to find it.</param>
internal readonly record struct FoundFolder(string Path, TimeSpan Time);
