using System.Text;

namespace PluggableMQ.Broker.Persistence;

/// <summary>
/// One of RocketMQ's config files: <c>name</c> with its <c>name.bak</c>, replaced atomically (<c>ConfigManager</c>,
/// <c>MixAll.string2File</c>).
/// </summary>
/// <remarks>Writers of one file must not overlap; <see cref="Write"/> serialises them.</remarks>
internal sealed class ConfigFile
{
    private readonly Lock _lock = new();
    private readonly string _path;

    /// <param name="path">The file; its directory is made when needed.</param>
    public ConfigFile(string path) => _path = path;

    /// <summary>The file's path.</summary>
    public string FilePath => _path;

    /// <summary>Reads and parses the file, or its backup when it is missing or broken.</summary>
    /// <param name="parse">Gets the text; throws <see cref="InvalidDataException"/> when it is not what is expected.</param>
    /// <typeparam name="T">What the text says.</typeparam>
    /// <returns>The content, or null when neither file exists.</returns>
    /// <exception cref="InvalidDataException">Neither file can be used; the text says which and what to do.</exception>
    public T? Read<T>(Func<byte[], T> parse)
        where T : class
    {
        var (content, error) = TryRead(_path, parse);
        if (content is not null) return content;
        var (backup, backupError) = TryRead(_path + ".bak", parse);
        if (backup is not null) return backup;
        if ((error ?? backupError) is not { } cause) return null;
        throw new InvalidDataException(
            $"'{_path}' cannot be read and '{_path}.bak' is no substitute: {cause.Message} Repair the file, or move both away to start without it.", cause);
    }

    /// <summary>Writes the text: <c>.tmp</c> first, the old content to <c>.bak</c>, then replaces.</summary>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var temporary = _path + ".tmp";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                // Without this a crash of the machine may leave an empty file under the final name.
                file.Flush(flushToDisk: true);
            }

            if (File.Exists(_path)) File.Copy(_path, _path + ".bak", overwrite: true);
            File.Move(temporary, _path, overwrite: true);
        }
    }

    private static (T? Content, Exception? Error) TryRead<T>(string path, Func<byte[], T> parse)
        where T : class
    {
        try
        {
            if (!File.Exists(path)) return (null, null);
            var bytes = File.ReadAllBytes(path);
            // Java treats an empty file as absent.
            return bytes.AsSpan().Trim((byte)' ').IsEmpty ? (null, null) : (parse(bytes), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return (null, e);
        }
    }
}
