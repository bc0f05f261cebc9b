using System.Buffers.Binary;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Up to which store timestamps log, queues and index are on disk (<c>StoreCheckpoint</c>).</summary>
internal sealed class Checkpoint
{
    private const int FileLength = 4096;
    private const int UsedLength = 24;
    private const long SafetyMarginMilliseconds = 3000;

    private readonly string _path;
    private readonly Lock _lock = new();
    private long _log;
    private long _queues;
    private long _index;

    private Checkpoint(string path) => _path = path;

    /// <summary>Everything stored up to this time is in the flushed part of the log.</summary>
    public long LogTimestamp
    {
        get => Volatile.Read(ref _log);
        set => Volatile.Write(ref _log, value);
    }

    /// <summary>Everything stored up to this time is in the flushed part of the consume queues.</summary>
    public long QueuesTimestamp
    {
        get => Volatile.Read(ref _queues);
        set => Volatile.Write(ref _queues, value);
    }

    /// <summary>Everything stored up to this time is in full, flushed index files.</summary>
    public long IndexTimestamp
    {
        get => Volatile.Read(ref _index);
        set => Volatile.Write(ref _index, value);
    }

    /// <summary>Where a recovery may begin: what is older is on disk everywhere.</summary>
    public long MinTimestamp => Math.Max(0, Math.Min(LogTimestamp, QueuesTimestamp) - SafetyMarginMilliseconds);

    /// <summary>Reads the file; one that is missing or too short says nothing is known to be on disk.</summary>
    public static Checkpoint Load(string path)
    {
        var checkpoint = new Checkpoint(path);
        if (!File.Exists(path)) return checkpoint;
        using var file = File.OpenHandle(path);
        Span<byte> bytes = stackalloc byte[UsedLength];
        if (RandomAccess.Read(file, bytes, 0) < UsedLength) return checkpoint;
        checkpoint._log = BinaryPrimitives.ReadInt64BigEndian(bytes);
        checkpoint._queues = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        checkpoint._index = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
        return checkpoint;
    }

    /// <summary>Writes the file and waits until it is on disk.</summary>
    public void Save()
    {
        Span<byte> bytes = stackalloc byte[UsedLength];
        lock (_lock)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, LogTimestamp);
            BinaryPrimitives.WriteInt64BigEndian(bytes[8..], QueuesTimestamp);
            BinaryPrimitives.WriteInt64BigEndian(bytes[16..], IndexTimestamp);
            using var file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (RandomAccess.GetLength(file) < FileLength) RandomAccess.SetLength(file, FileLength);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }
    }
}
