using System.Buffers.Binary;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Up to which store timestamps log, queues and index are on disk (<c>StoreCheckpoint</c>).</summary>
internal sealed class Checkpoint(string path)
{
    private const int FileLength = 4096;
    private const int UsedLength = 104;

    // RocketMQ leaves the rest of the file alone. After a clean stop it holds what lets the next start trust the files without reading them through.
    private const int SealPosition = 64;
    private const long SealMagic = 0x504D515345414C31;

    private const long SafetyMarginMilliseconds = 3000;

    private readonly Lock _lock = new();
    private long _log;
    private long _queues;
    private long _index;

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

    /// <summary>What the last clean stop left, or null. Whoever opens the store takes it away.</summary>
    public CleanStopSeal? Seal { get; set; }

    /// <summary>Where a recovery may begin: what is older is on disk everywhere.</summary>
    public long MinTimestamp => Math.Max(0, Math.Min(LogTimestamp, QueuesTimestamp) - SafetyMarginMilliseconds);

    /// <summary>Reads the file; when it is missing or too short, nothing is known to be on disk.</summary>
    public void Load()
    {
        if (!File.Exists(path)) return;
        using var file = File.OpenHandle(path);
        Span<byte> bytes = stackalloc byte[UsedLength];
        if (RandomAccess.Read(file, bytes, 0) < UsedLength) return;
        LogTimestamp = BinaryPrimitives.ReadInt64BigEndian(bytes);
        QueuesTimestamp = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        IndexTimestamp = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
        var seal = bytes[SealPosition..];
        if (BinaryPrimitives.ReadInt64BigEndian(seal) != SealMagic) return;
        Seal = new CleanStopSeal(
            BinaryPrimitives.ReadInt64BigEndian(seal[8..]), BinaryPrimitives.ReadInt64BigEndian(seal[16..]), BinaryPrimitives.ReadInt64BigEndian(seal[24..]),
            BinaryPrimitives.ReadUInt32BigEndian(seal[32..]));
    }

    /// <summary>Writes the file and waits until it is on disk.</summary>
    public void Save()
    {
        Span<byte> bytes = stackalloc byte[UsedLength];
        bytes.Clear();
        lock (_lock)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, LogTimestamp);
            BinaryPrimitives.WriteInt64BigEndian(bytes[8..], QueuesTimestamp);
            BinaryPrimitives.WriteInt64BigEndian(bytes[16..], IndexTimestamp);
            if (Seal is { } seal) WriteSeal(seal, bytes[SealPosition..]);
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (RandomAccess.GetLength(file) < FileLength) RandomAccess.SetLength(file, FileLength);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }
    }

    private static void WriteSeal(in CleanStopSeal seal, Span<byte> target)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, SealMagic);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], seal.LogMaxOffset);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], seal.LastStoreTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], seal.QueuesFingerprint);
        BinaryPrimitives.WriteUInt32BigEndian(target[32..], seal.TailCrc);
    }
}
