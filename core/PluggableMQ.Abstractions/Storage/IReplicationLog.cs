namespace PluggableMQ.Abstractions.Storage;

/// <summary>The store as one log of bytes, for replication to other brokers. An optional ability of a store.</summary>
public interface IReplicationLog
{
    /// <summary>The first byte that is still there.</summary>
    long MinPhysicalOffset { get; }

    /// <summary>The offset after the last byte.</summary>
    long MaxPhysicalOffset { get; }

    /// <summary>Reads bytes of the log, not aligned to records.</summary>
    /// <param name="physicalOffset">Where to begin.</param>
    /// <param name="maxBytes">How many at most; what is returned ends at a file's end at the latest.</param>
    /// <param name="bytes">The bytes, valid until the lease is disposed.</param>
    /// <returns>The lease, or null when there is nothing at that offset.</returns>
    IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes);

    /// <summary>Appends bytes of another broker's log at the same offset.</summary>
    /// <param name="physicalOffset">Must be <see cref="MaxPhysicalOffset"/>.</param>
    /// <param name="bytes">The bytes; copied.</param>
    /// <returns>Whether they were appended.</returns>
    bool AppendRaw(long physicalOffset, ReadOnlySpan<byte> bytes);
}
