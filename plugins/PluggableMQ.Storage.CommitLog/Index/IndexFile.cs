using System.Buffers.Binary;
using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Index;

/// <summary>One index file: a header of 40 bytes, hash slots of 4, entries of 20 that form a chain for each slot (<c>IndexFile</c>).</summary>
/// <remarks>One thread puts. Any number query meanwhile: an entry is complete before its slot names it, and counts before the header says so.</remarks>
internal sealed class IndexFile(MappedFile file, int slotCount, int maxEntries)
{
    public const int HeaderLength = 40;
    private const int SlotLength = 4;
    private const int EntryLength = 20;

    public MappedFile File { get; } = file;

    public long BeginTimestamp { get => ReadInt64(0); private set => WriteInt64(0, value); }

    public long EndTimestamp { get => ReadInt64(8); private set => WriteInt64(8, value); }

    public long BeginPhysicalOffset { get => ReadInt64(16); private set => WriteInt64(16, value); }

    public long EndPhysicalOffset { get => ReadInt64(24); private set => WriteInt64(24, value); }

    /// <summary>How many slots are in use.</summary>
    public int UsedSlots { get => ReadInt32(32); private set => WriteInt32(32, value); }

    /// <summary>The number of the next entry: starts at 1, because 0 in a slot means nothing.</summary>
    public int EntryCount { get => Math.Max(1, ReadInt32(36)); private set => WriteInt32(36, value); }

    public bool IsFull => EntryCount >= maxEntries;

    public static int GetLength(int slotCount, int maxEntries) => checked(HeaderLength + (slotCount * SlotLength) + (maxEntries * EntryLength));

    /// <summary>Says that what is in the file has its disk space, when it is opened.</summary>
    public void AssumeAllocated() => File.AssumeAllocated(GetEntryPosition(Math.Min(EntryCount, maxEntries)));

    /// <summary>Adds a key. The file must not be full.</summary>
    /// <returns>False when the disk is full.</returns>
    /// <exception cref="IOException">Disk space cannot be allocated for another reason.</exception>
    public bool TryPut(int keyHash, long physicalOffset, long storeTimestamp)
    {
        var number = EntryCount;
        var position = GetEntryPosition(number);
        if (!File.TryReserve(position + EntryLength)) return false;
        var slotPosition = HeaderLength + (keyHash % slotCount * SlotLength);
        var previous = ReadInt32(slotPosition);
        if (previous < 0 || previous > number) previous = 0;
        var begin = BeginTimestamp;
        var seconds = begin <= 0 ? 0 : Math.Clamp((storeTimestamp - begin) / 1000, 0, int.MaxValue);
        WriteInt32(position, keyHash);
        WriteInt64(position + 4, physicalOffset);
        WriteInt32(position + 12, (int)seconds);
        WriteInt32(position + 16, previous);
        WriteInt32(slotPosition, number);
        if (number <= 1)
        {
            BeginPhysicalOffset = physicalOffset;
            BeginTimestamp = storeTimestamp;
        }

        if (previous == 0) UsedSlots++;
        EntryCount = number + 1;
        EndPhysicalOffset = physicalOffset;
        EndTimestamp = storeTimestamp;
        return true;
    }

    /// <summary>Whether messages of a time may be in the file.</summary>
    public bool Covers(long beginTimestamp, long endTimestamp)
        => EntryCount > 1 && beginTimestamp <= EndTimestamp && endTimestamp >= BeginTimestamp;

    /// <summary>Finds entries of a key, the newest first.</summary>
    public void Query(int keyHash, int maxCount, long beginTimestamp, long endTimestamp, ISet<long> offsets)
    {
        var begin = BeginTimestamp;
        var number = ReadInt32(HeaderLength + (keyHash % slotCount * SlotLength));
        while (number > 0 && number <= EntryCount && number < maxEntries && offsets.Count < maxCount)
        {
            var position = GetEntryPosition(number);
            // To the second, as the file has it.
            var stored = begin + (ReadInt32(position + 12) * 1000L);
            if (ReadInt32(position) == keyHash && stored >= beginTimestamp - 999 && stored <= endTimestamp) offsets.Add(ReadInt64(position + 4));
            var previous = ReadInt32(position + 16);
            // Entries are numbered upwards: a chain that does not go down is damaged.
            if (previous >= number || stored < beginTimestamp - 999) return;
            number = previous;
        }
    }

    private int GetEntryPosition(int number) => HeaderLength + (slotCount * SlotLength) + (number * EntryLength);

    private int ReadInt32(int position) => BinaryPrimitives.ReadInt32BigEndian(File.GetSpan(position, sizeof(int)));

    private void WriteInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(File.GetSpan(position, sizeof(int)), value);

    private long ReadInt64(int position) => BinaryPrimitives.ReadInt64BigEndian(File.GetSpan(position, sizeof(long)));

    private void WriteInt64(int position, long value) => BinaryPrimitives.WriteInt64BigEndian(File.GetSpan(position, sizeof(long)), value);
}
