namespace PluggableMQ.Storage.InMemory;

/// <summary>Where a message's record is, how long it is, and its tag's hash (or, for delay queues, when it is due).</summary>
internal readonly record struct MemoryEntry(long PhysicalOffset, int Size, long TagsCode);
