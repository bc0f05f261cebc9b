using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Tells whether two plugin folders hold the same: names and contents count, times do not.</summary>
internal static class FolderFingerprint
{
    /// <summary>A hash over all files below a folder.</summary>
    /// <exception cref="IOException">A file cannot be read, for example because it is being written.</exception>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var file in Files(folder))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file)));
            using var stream = File.OpenRead(file);
            BinaryPrimitives.WriteInt64LittleEndian(length, stream.Length);
            hash.AppendData(length);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>A cheap sign of change, from lengths and times alone. Never throws for what is being changed.</summary>
    public static string Glance(string folder)
    {
        var text = new StringBuilder();
        try
        {
            foreach (var file in Files(folder))
            {
                var info = new FileInfo(file);
                text.Append(file).Append('|').Append(info.Exists ? info.Length : -1).Append('|').Append(info.LastWriteTimeUtc.Ticks).Append('\n');
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            text.Append('!').Append(e.Message);
        }

        return text.ToString();
    }

    // Like the shadow copy: linked folders are not followed.
    private static IEnumerable<string> Files(string folder)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false })
            .Order(StringComparer.Ordinal);
}
