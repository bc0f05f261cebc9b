using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Tells whether two plugin folders hold the same: names and contents count, times do not.</summary>
internal static class FolderFingerprint
{
    /// <summary>A hash over all files below a folder.</summary>
    /// <exception cref="IOException">A file cannot be read, for example because it is being written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var file in FolderFiles.In(folder))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            using var stream = File.OpenRead(Path.Combine(folder, file));
            BinaryPrimitives.WriteInt64LittleEndian(length, stream.Length);
            hash.AppendData(length);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>A cheap sign of change, from lengths, times and permissions alone. Never throws for what is being changed.</summary>
    /// <param name="folder">A plugin's folder, or one of plugins' folders: those may be links.</param>
    public static string Glance(string folder)
    {
        var text = new StringBuilder();
        try
        {
            var children = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal);
            var linked = children.Where(child => new DirectoryInfo(child).LinkTarget is not null);
            foreach (var file in linked.Prepend(folder).SelectMany(root => FolderFiles.In(root).Select(file => Path.Combine(root, file))))
            {
                var info = new FileInfo(file);
                text.Append(info.FullName).Append('|').Append(info.Exists ? info.Length : -1).Append('|').Append(info.LastWriteTimeUtc.Ticks);
                text.Append('|').Append((int)info.UnixFileMode).Append('\n');
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            text.Append('!').Append(e.Message);
        }

        return text.ToString();
    }
}
