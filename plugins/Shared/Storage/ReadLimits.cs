using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.Shared;

/// <summary>How much one read returns at most (<c>DefaultMessageStore.isTheBatchFull</c>).</summary>
internal sealed class ReadLimits
{
    private const int EntryLength = 20;
    private const int LeastScanBytes = 16_000;

    /// <summary>Bytes of recent messages (<c>maxTransferBytesOnMessageInMemory</c>).</summary>
    public int MaxBytesInMemory { get; init; } = 262_144;

    /// <summary>Number of recent messages (<c>maxTransferCountOnMessageInMemory</c>).</summary>
    public int MaxCountInMemory { get; init; } = 32;

    /// <summary>Bytes of old messages (<c>maxTransferBytesOnMessageInDisk</c>).</summary>
    public int MaxBytesOnDisk { get; init; } = 65_536;

    /// <summary>Number of old messages (<c>maxTransferCountOnMessageInDisk</c>).</summary>
    public int MaxCountOnDisk { get; init; } = 8;

    /// <summary>How many queue entries one read looks at.</summary>
    /// <param name="maxCount">How many messages the caller wants.</param>
    public static int GetMaxScan(int maxCount) => Math.Max(LeastScanBytes / EntryLength, maxCount);

    /// <summary>Whether a message does not fit any more. An empty result takes any message.</summary>
    /// <param name="result">What was found so far.</param>
    /// <param name="size">The next message's size.</param>
    /// <param name="maxCount">How many messages the caller wants.</param>
    /// <param name="isOnDisk">Whether the message is so old that it is probably not in memory.</param>
    public bool IsFull(MessageReadResult result, int size, int maxCount, bool isOnDisk)
    {
        if (result.Count == 0) return false;
        if (result.Count >= maxCount) return true;
        return isOnDisk
            ? (long)result.TotalBytes + size > MaxBytesOnDisk || result.Count > MaxCountOnDisk - 1
            : (long)result.TotalBytes + size > MaxBytesInMemory || result.Count > MaxCountInMemory - 1;
    }
}
