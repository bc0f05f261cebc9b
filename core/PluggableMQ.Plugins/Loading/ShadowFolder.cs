namespace PluggableMQ.Plugins.Loading;

/// <summary>The process's own folder of plugin copies: what is loaded from there stays whole while an operator replaces the originals.</summary>
/// <remarks>A mapped file that is truncated kills the process (SIGBUS), so plugins are never loaded from where they lie.</remarks>
internal sealed class ShadowFolder : IDisposable
{
    private const string Prefix = "pmq-plugins-";
    private const string LockName = ".lock";

    // A folder without its lock yet may be one that another process is just making.
    private static readonly TimeSpan MinimumAge = TimeSpan.FromMinutes(1);

    private readonly Lazy<(string Root, FileStream Lock)> _folder = new(Create);

    /// <summary>Copies a plugin's folder, subfolders included, and returns the copy's path.</summary>
    /// <param name="source">The plugin's folder.</param>
    /// <param name="name">A name for the copy, unique in this process.</param>
    public string Copy(string source, string name)
    {
        var target = Path.Combine(_folder.Value.Root, name);
        CopyTree(new DirectoryInfo(source), target);
        return target;
    }

    /// <summary>Deletes the folder. Where mapped files cannot be deleted (Windows), a later process does it.</summary>
    public void Dispose()
    {
        if (!_folder.IsValueCreated) return;
        _folder.Value.Lock.Dispose();
        TryDelete(_folder.Value.Root);
    }

    /// <summary>Deletes what processes left behind that were killed: folders whose lock nobody holds.</summary>
    public static void CleanAbandoned(string temporary, TimeProvider clock)
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(temporary, Prefix + "*"))
            {
                if (clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) < MinimumAge) continue;
                if (IsAbandoned(folder)) TryDelete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others' leftovers are not worth a failure, and the next start tries again.
        }
    }

    private static (string Root, FileStream Lock) Create()
    {
        // Readable and writable by this user alone: code is loaded from it.
        var root = Directory.CreateTempSubdirectory(Prefix).FullName;
        return (root, new FileStream(Path.Combine(root, LockName), FileMode.Create, FileAccess.Write, FileShare.None));
    }

    private static bool IsAbandoned(string folder)
    {
        try
        {
            new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes a copy, if that is possible; otherwise a later process does it.</summary>
    public static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still mapped, or not ours.
        }
    }

    private static void CopyTree(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var item in source.EnumerateFileSystemInfos())
        {
            var copy = Path.Combine(target, item.Name);
            if (item is FileInfo file) file.CopyTo(copy, overwrite: true);
            // A linked folder could lead anywhere, back up included.
            else if (item.LinkTarget is null) CopyTree((DirectoryInfo)item, copy);
        }
    }
}
