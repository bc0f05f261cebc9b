using System.IO.Enumeration;

namespace PluggableMQ.Plugins.Loading;

/// <summary>The files of a plugin's folder: those that its copy has, and that tell whether two folders hold the same.</summary>
internal static class FolderFiles
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None,
    };

    /// <summary>Paths relative to the folder, sorted. Linked folders are not followed: they could lead anywhere, back up included. A link that leads
    /// nowhere is no file: editors lock with such.</summary>
    /// <exception cref="IOException">The folder is gone, or is changing just now.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        var files = new FileSystemEnumerable<(string Path, bool IsLink)>(
            folder, static (ref FileSystemEntry entry) => (entry.ToFullPath(), IsLink(ref entry)), Everything)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !IsLink(ref entry),
        };
        var real = files.Where(f => !f.IsLink || LeadsToAFile(f.Path));
        return [.. real.Select(f => Path.GetRelativePath(folder, f.Path)).Order(StringComparer.Ordinal)];
    }

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static bool LeadsToAFile(string link)
    {
        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            // Links in a circle.
            return false;
        }
    }
}
