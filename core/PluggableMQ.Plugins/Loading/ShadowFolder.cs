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
    private readonly Lock _lock = new();
    private readonly List<(WeakReference Code, string Folder)> _leftovers = [];
    private int _copies;

    /// <summary>Copies a plugin's folder, subfolders included, and returns the copy's path. No two copies share one: what was loaded from an earlier
    /// one may be mapped to the end of the process, whatever came of it.</summary>
    /// <param name="source">The plugin's folder.</param>
    /// <param name="name">What the copy's name begins with.</param>
    public string Copy(string source, string name)
    {
        DeleteLeftovers();
        var target = Path.Combine(_folder.Value.Root, $"{name}-{Interlocked.Increment(ref _copies)}");
        try
        {
            Directory.CreateDirectory(target);
            foreach (var file in FolderFiles.In(source))
            {
                var copy = Path.Combine(target, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(source, file), copy, overwrite: false);
            }

            return target;
        }
        catch
        {
            TryDelete(target);
            throw;
        }
    }

    /// <summary>Deletes a copy that nothing will be loaded from any more, with a later copy or the folder: after its code is gone.</summary>
    /// <param name="folder">The copy.</param>
    /// <param name="code">What was loaded from it.</param>
    public void DeleteLater(string folder, WeakReference code)
    {
        lock (_lock) _leftovers.Add((code, folder));
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

    private void DeleteLeftovers()
    {
        List<string> gone;
        lock (_lock)
        {
            gone = [.. _leftovers.Where(l => !l.Code.IsAlive).Select(l => l.Folder)];
            _leftovers.RemoveAll(l => gone.Contains(l.Folder));
        }

        foreach (var folder in gone) TryDelete(folder);
    }
}
