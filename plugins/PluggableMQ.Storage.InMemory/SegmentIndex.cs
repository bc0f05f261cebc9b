using System.Runtime.CompilerServices;

namespace PluggableMQ.Storage.InMemory;

/// <summary>The key hashes of a segment's messages: a hash table with chains, in two arrays that grow by doubling.</summary>
internal sealed class SegmentIndex
{
    private readonly Lock _lock = new();
    private int[] _slots = new int[64];
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>How many bytes its arrays take.</summary>
    public long Bytes => ((long)_entries.Length * Unsafe.SizeOf<Entry>()) + ((long)_slots.Length * sizeof(int));

    /// <summary>Adds a key.</summary>
    public void Add(int keyHash, long physicalOffset, long storeTimestamp)
    {
        lock (_lock)
        {
            if (_count == _entries.Length) Grow();
            // Entries are numbered from one, so that zero in a slot means nothing.
            ref var slot = ref _slots[keyHash & (_slots.Length - 1)];
            _entries[_count] = new Entry(keyHash, slot, physicalOffset, storeTimestamp);
            slot = ++_count;
        }
    }

    /// <summary>Finds entries of a key, the newest first.</summary>
    public void Query(int keyHash, int maxCount, long beginTimestamp, long endTimestamp, ISet<long> offsets)
    {
        lock (_lock)
        {
            for (var number = _slots[keyHash & (_slots.Length - 1)]; number > 0 && offsets.Count < maxCount; number = _entries[number - 1].Previous)
            {
                ref readonly var entry = ref _entries[number - 1];
                if (entry.KeyHash == keyHash && entry.StoreTimestamp >= beginTimestamp && entry.StoreTimestamp <= endTimestamp) offsets.Add(entry.PhysicalOffset);
            }
        }
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            ref var slot = ref _slots[_entries[i].KeyHash & (_slots.Length - 1)];
            _entries[i] = _entries[i] with { Previous = slot };
            slot = i + 1;
        }
    }

    private readonly record struct Entry(int KeyHash, int Previous, long PhysicalOffset, long StoreTimestamp);
}
