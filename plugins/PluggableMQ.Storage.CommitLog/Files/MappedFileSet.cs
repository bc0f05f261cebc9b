using System.Globalization;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>A sequence of files of one size that hold one long run of bytes; each is named by the offset of its first byte (<c>MappedFileQueue</c>).</summary>
/// <remarks>Finding a file is lock-free. Adding and removing happen under a lock of the set.</remarks>
internal sealed class MappedFileSet(string directory, int fileSize, int allocationStep, MappedFileSettings settings)
{
    private readonly Lock _lock = new();
    private volatile MappedFile[] _files = [];
    private MappedFile? _prepared;

    public string Directory { get; } = directory;

    public int FileSize { get; } = fileSize;

    public ILogger Logger => settings.Logger;

    public ReadOnlySpan<MappedFile> Files => _files;

    public bool IsEmpty => _files.Length == 0;

    public MappedFile? First => _files is [var first, ..] ? first : null;

    public MappedFile? Last => _files is [.., var last] ? last : null;

    /// <summary>The name of the file that begins at an offset: 20 digits.</summary>
    public static string GetFileName(long startOffset) => startOffset.ToString("D20", CultureInfo.InvariantCulture);

    /// <summary>Opens what is in the directory.</summary>
    /// <exception cref="StoreException">A file has the wrong length, or one between two others is missing.</exception>
    public void Load()
    {
        if (!System.IO.Directory.Exists(Directory)) return;
        var files = new List<MappedFile>();
        try
        {
            foreach (var path in System.IO.Directory.GetFiles(Directory).Order(StringComparer.Ordinal))
            {
                if (path.EndsWith(MappedFile.UnfinishedSuffix, StringComparison.Ordinal)) File.Delete(path);
                else if (!TryGetStartOffset(path, out var startOffset)) StoreEvents.UnknownFile(settings.Logger, path);
                else if (!RemoveIfEmpty(path)) files.Add(OpenChecked(path, startOffset, files));
            }
        }
        catch
        {
            foreach (var file in files) file.Release();
            throw;
        }

        _files = [.. files];
    }

    /// <summary>The file that holds an offset, or null. Its reference is not taken.</summary>
    public MappedFile? Find(long offset)
    {
        var files = _files;
        if (files.Length == 0) return null;
        var index = (offset - files[0].StartOffset) / FileSize;
        return offset >= files[0].StartOffset && index < files.Length ? files[index] : null;
    }

    /// <summary>Adds the file that follows the last one, or the first file at a given offset.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public MappedFile Add(long firstStartOffset)
    {
        lock (_lock)
        {
            var startOffset = Last?.EndOffset ?? firstStartOffset;
            var file = TakePrepared(startOffset) ?? Create(startOffset);
            _files = [.. _files, file];
            return file;
        }
    }

    /// <summary>Makes the file after the last one ahead of time, so that adding it costs nothing. For a background thread.</summary>
    /// <param name="last">What the caller takes for the last one; if it is not any more, nothing is made.</param>
    public void PrepareAfter(MappedFile last)
    {
        lock (_lock)
        {
            if (Last != last || _prepared is not null) return;
            var file = Create(last.EndOffset);
            if (!file.TryReserve(1))
            {
                file.Delete();
                return;
            }

            file.FlushMetadata();
            _prepared = file;
        }
    }

    /// <summary>Removes the first file, unless it is the last one too.</summary>
    /// <returns>The file removed, or null.</returns>
    public MappedFile? RemoveFirst()
    {
        lock (_lock)
        {
            if (_files.Length < 2) return null;
            var first = _files[0];
            _files = _files[1..];
            first.Delete();
            return first;
        }
    }

    /// <summary>Removes every file, and the directory if nothing else is in it.</summary>
    public void RemoveAll()
    {
        lock (_lock)
        {
            DropPrepared();
            var files = _files;
            _files = [];
            foreach (var file in files) file.Delete();
        }

        if (System.IO.Directory.Exists(Directory) && !System.IO.Directory.EnumerateFileSystemEntries(Directory).Any()) System.IO.Directory.Delete(Directory);
    }

    /// <summary>Removes the files that begin behind an offset.</summary>
    public void RemoveBehind(long offset)
    {
        lock (_lock)
        {
            DropPrepared();
            var kept = _files.TakeWhile(file => file.StartOffset <= offset).ToArray();
            foreach (var file in _files.AsSpan(kept.Length)) file.Delete();
            _files = kept;
        }
    }

    /// <summary>Removes what lies behind an offset: whole files, and the bytes of the file that holds it. Nobody else may use the files.</summary>
    public void ClearBehind(long offset)
    {
        RemoveBehind(offset);
        if (Last is { } last && offset < last.EndOffset) last.ClearFrom((int)(offset - last.StartOffset));
    }

    /// <summary>Flushes the files that hold a range.</summary>
    public void Flush(long from, long to)
    {
        foreach (var file in _files)
        {
            if (file.EndOffset <= from || file.StartOffset >= to || !file.TryAcquire()) continue;
            try
            {
                file.Flush();
            }
            finally
            {
                file.Release();
            }
        }
    }

    /// <summary>Lets go of all files; those who hold references can go on reading. A file made ahead is removed.</summary>
    public void Close()
    {
        lock (_lock)
        {
            DropPrepared();
            var files = _files;
            _files = [];
            foreach (var file in files) file.Release();
        }
    }

    private static bool TryGetStartOffset(string path, out long startOffset)
    {
        var name = Path.GetFileName(path);
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out startOffset) && name.Length == 20;
    }

    private MappedFile Create(long startOffset)
    {
        System.IO.Directory.CreateDirectory(Directory);
        var file = MappedFile.Create(Path.Combine(Directory, GetFileName(startOffset)), startOffset, FileSize, allocationStep, settings.Allocate);
        if (settings.IsPrimary) FileSpace.SyncDirectory(Directory);
        return file;
    }

    // Java makes a file and then sets its length; a crash between the two leaves an empty one that never held anything.
    private bool RemoveIfEmpty(string path)
    {
        if (new FileInfo(path).Length != 0) return false;
        StoreEvents.EmptyFileRemoved(settings.Logger, path);
        File.Delete(path);
        return true;
    }

    private MappedFile OpenChecked(string path, long startOffset, List<MappedFile> before)
    {
        var length = new FileInfo(path).Length;
        if (length != FileSize)
        {
            throw new StoreException($"The file {path} has {length} bytes, but {settings.SizeOption} says {FileSize}. "
                + $"Set {settings.SizeOption} to the size that the store was written with, or restore the file.", path);
        }

        if (before.Count > 0 && before[^1].EndOffset != startOffset)
        {
            throw new StoreException($"After {before[^1].Path} the file {GetFileName(before[^1].EndOffset)} is missing; the next one is {path}. "
                + settings.GapRemedy, path);
        }

        return MappedFile.Open(path, startOffset, FileSize, allocationStep, settings.Allocate);
    }

    private MappedFile? TakePrepared(long startOffset)
    {
        var prepared = _prepared;
        _prepared = null;
        if (prepared is null || prepared.StartOffset == startOffset) return prepared;
        prepared.Delete();
        return null;
    }

    private void DropPrepared()
    {
        _prepared?.Delete();
        _prepared = null;
    }
}
