namespace PluggableMQ.Plugins.Catalog;

/// <summary>Paths without symbolic links, so that "inside the folder" means what it says.</summary>
internal static class CanonicalPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves every symbolic link of a path; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Resolve(string path)
    {
        var links = 0;
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var resolved = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(Split(full[resolved.Length..]).Reverse());
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException($"'{path}' has more than {MaxLinks} symbolic links; they go in a circle.");
            var absolute = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(absolute)!;
            foreach (var piece in Split(absolute[resolved.Length..]).Reverse()) rest.Push(piece);
        }

        return resolved;
    }

    /// <summary>Whether a canonical path lies inside a canonical folder.</summary>
    public static bool IsInside(string path, string directory) => path.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string[] Split(string path) => path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
