using System.Globalization;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Index;

/// <summary>The index files of a store, oldest first, each named by the time it was made.</summary>
internal sealed class IndexFiles(string directory, CommitLogOptions options, SpaceAllocator allocate, TimeProvider clock, ILogger logger)
{
    private const string NameFormat = "yyyyMMddHHmmssfff";
    private const int AllocationStep = 1024 * 1024;

    private readonly int _length = IndexFile.GetLength(options.MaxHashSlotNum, options.MaxIndexNum);
    private readonly Lock _lock = new();
    private volatile IndexFile[] _files = [];

    public ReadOnlySpan<IndexFile> All => _files;

    public IndexFile? Last => _files is [.., var last] ? last : null;

    /// <summary>Opens what is in the directory.</summary>
    /// <exception cref="StoreException">A file has the wrong length.</exception>
    public void Load()
    {
        if (!Directory.Exists(directory)) return;
        var files = new List<IndexFile>();
        foreach (var path in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (path.EndsWith(MappedFile.UnfinishedSuffix, StringComparison.Ordinal)) File.Delete(path);
            else if (!long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)) StoreEvents.UnknownFile(logger, path);
            else files.Add(Open(path));
        }

        _files = [.. files];
    }

    /// <summary>Makes the next file.</summary>
    /// <exception cref="IOException">It cannot be made, or the disk is full.</exception>
    public IndexFile Add()
    {
        lock (_lock)
        {
            Directory.CreateDirectory(directory);
            var time = clock.GetLocalNow();
            while (File.Exists(GetPath(time))) time = time.AddMilliseconds(1);
            var mapped = MappedFile.Create(GetPath(time), 0, _length, AllocationStep, allocate);
            // Slots are written all over: they need their space now. Entries get theirs as they come.
            if (!mapped.TryReserve(IndexFile.HeaderLength + (options.MaxHashSlotNum * sizeof(int))))
            {
                mapped.Delete();
                throw new IOException($"The disk that holds {directory} is full.");
            }

            var file = new IndexFile(mapped, options.MaxHashSlotNum, options.MaxIndexNum);
            _files = [.. _files, file];
            return file;
        }
    }

    /// <summary>Removes files.</summary>
    /// <param name="which">Which of them.</param>
    /// <returns>How many.</returns>
    public int Remove(Func<IndexFile, bool> which)
    {
        lock (_lock)
        {
            var removed = _files.Where(which).ToArray();
            _files = [.. _files.Except(removed)];
            foreach (var file in removed) file.File.Delete();
            return removed.Length;
        }
    }

    /// <summary>Lets go of all files.</summary>
    public void Close()
    {
        lock (_lock)
        {
            var files = _files;
            _files = [];
            foreach (var file in files) file.File.Release();
        }
    }

    private string GetPath(DateTimeOffset time) => Path.Combine(directory, time.ToString(NameFormat, CultureInfo.InvariantCulture));

    private IndexFile Open(string path)
    {
        var length = new FileInfo(path).Length;
        if (length != _length)
        {
            throw new StoreException(string.Create(CultureInfo.InvariantCulture,
                $"The index file {path} has {length} bytes, but maxHashSlotNum {options.MaxHashSlotNum} and maxIndexNum {options.MaxIndexNum} make {_length}. ")
                + "Set them to what the store was written with, or delete the index directory: it is built again from the log.", path);
        }

        var mapped = MappedFile.Open(path, 0, _length, AllocationStep, allocate);
        var file = new IndexFile(mapped, options.MaxHashSlotNum, options.MaxIndexNum);
        file.AssumeAllocated();
        return file;
    }
}
