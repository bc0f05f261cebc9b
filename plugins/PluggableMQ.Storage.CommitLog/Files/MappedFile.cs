using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Allocates disk space for a stretch of a file; false when the disk is full. See <see cref="FileSpace.TryAllocate"/>.</summary>
internal delegate bool SpaceAllocator(SafeFileHandle file, long offset, long length);

/// <summary>One file of a fixed length, mapped whole. It stays mapped while anyone holds a reference.</summary>
/// <remarks>One thread writes; any number read what the owner has published. The file belongs to its set until that deletes or closes it.</remarks>
#pragma warning disable CA1001 // Counted references instead of Dispose: the last one that is released lets go of everything.
internal sealed unsafe class MappedFile
#pragma warning restore CA1001
{
    /// <summary>The ending of a file that is being made: it gets its real name only when it has its full length.</summary>
    public const string UnfinishedSuffix = ".tmp";

    private readonly SafeFileHandle _handle;
    private readonly SpaceAllocator _allocate;
    private readonly int _allocationStep;
    private MemoryMappedFile? _mapping;
    private MemoryMappedViewAccessor? _view;
    private MappedMemory? _memory;
    private byte* _pointer;
    private int _allocated;
    private int _references = 1;
    private volatile bool _deleted;

    private MappedFile(SafeFileHandle handle, string path, long startOffset, int size, int allocationStep, SpaceAllocator allocate)
    {
        _handle = handle;
        _allocate = allocate;
        _allocationStep = allocationStep;
        Path = path;
        StartOffset = startOffset;
        Size = size;
        Lease = new MappedFileLease(this);
        Map();
    }

    public string Path { get; }

    /// <summary>The offset, in the whole sequence of files, of this file's first byte. It is also the file's name.</summary>
    public long StartOffset { get; }

    public int Size { get; }

    public long EndOffset => StartOffset + Size;

    /// <summary>Gives one reference back when disposed; the same object for all holders, so that a lease costs nothing.</summary>
    public IDisposable Lease { get; }

    /// <summary>Makes a file of full length under its final name.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static MappedFile Create(string path, long startOffset, int size, int allocationStep, SpaceAllocator allocate)
    {
        var unfinished = path + UnfinishedSuffix;
        var handle = File.OpenHandle(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.SetLength(handle, size);
            // What may have the name is not part of the set: left by an attempt that failed later.
            File.Move(unfinished, path, overwrite: true);
            return new MappedFile(handle, path, startOffset, size, allocationStep, allocate);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that has its full length.</summary>
    public static MappedFile Open(string path, long startOffset, int size, int allocationStep, SpaceAllocator allocate)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new MappedFile(handle, path, startOffset, size, allocationStep, allocate);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The bytes from a position on. The caller holds a reference or owns the file.</summary>
    public Span<byte> GetSpan(int position, int length)
    {
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        if ((uint)position > (uint)Size || (uint)length > (uint)(Size - position)) throw new ArgumentOutOfRangeException(nameof(position));
        return new Span<byte>(_pointer + position, length);
    }

    /// <inheritdoc cref="GetSpan"/>
    public ReadOnlyMemory<byte> GetMemory(int position, int length) => _memory!.Memory.Slice(position, length);

    /// <summary>Says that everything before a position has been written, when a file is opened.</summary>
    public void AssumeAllocated(int position) => _allocated = Math.Max(_allocated, position);

    /// <summary>Makes sure that writing up to a position cannot fail for want of disk space.</summary>
    /// <returns>False when the disk is full.</returns>
    /// <exception cref="IOException">Allocation failed for another reason.</exception>
    public bool TryReserve(int end) => end <= _allocated || TryAllocate(end);

    /// <summary>Takes a reference, unless the file is gone.</summary>
    public bool TryAcquire()
    {
        var current = Volatile.Read(ref _references);
        while (current > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, current + 1, current);
            if (seen == current) return true;
            current = seen;
        }

        return false;
    }

    /// <summary>Gives a reference back. The last one unmaps.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0) return;
        Unmap();
        _handle.Dispose();
        if (_deleted) File.Delete(Path);
    }

    /// <summary>Writes what is in memory to the disk and returns when it is there.</summary>
    /// <remarks>
    /// Flushing the view is msync(MS_SYNC), which on Linux is fdatasync of the range: it waits for the pages, for the metadata
    /// that reading them needs, and for the device's cache. Other systems only promise to hand the pages to the file, whose own flush follows.
    /// </remarks>
    public void Flush()
    {
        _view!.Flush();
        if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(_handle);
    }

    /// <summary>Puts the file itself (its length, its allocation) on disk, after it was made.</summary>
    public void FlushMetadata() => RandomAccess.FlushToDisk(_handle);

    /// <summary>Makes all bytes from a position on zero again. Nobody else may use the file meanwhile.</summary>
    /// <remarks>A stale record behind the end would be taken for a live one by the next recovery, if a new record happened to end exactly before it.</remarks>
    public void ClearFrom(int position)
    {
        Unmap();
        RandomAccess.SetLength(_handle, position);
        RandomAccess.SetLength(_handle, Size);
        _allocated = position;
        Map();
    }

    /// <summary>Removes the file; those who hold a reference can go on reading it.</summary>
    public void Delete()
    {
        _deleted = true;
        // Where a mapped file may be unlinked its name goes at once, so that a crash does not bring it back.
        if (!OperatingSystem.IsWindows()) File.Delete(Path);
        Release();
    }

    private bool TryAllocate(int end)
    {
        var target = (int)Math.Min(Size, ((long)end + _allocationStep - 1) / _allocationStep * _allocationStep);
        if (!_allocate(_handle, _allocated, target - _allocated)) return false;
        _allocated = target;
        return true;
    }

    private void Map()
    {
        _mapping = MemoryMappedFile.CreateFromFile(_handle, mapName: null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, Size, MemoryMappedFileAccess.ReadWrite);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _pointer = pointer + _view.PointerOffset;
        _memory = new MappedMemory(_pointer, Size);
    }

    private void Unmap()
    {
        ((IDisposable)_memory!).Dispose();
        _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping!.Dispose();
        _pointer = null;
    }
}
