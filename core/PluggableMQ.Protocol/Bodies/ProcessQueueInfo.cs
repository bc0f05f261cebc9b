using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>What a consumer holds of a queue (<c>ProcessQueueInfo</c>).</summary>
public sealed class ProcessQueueInfo : IFastJsonBody<ProcessQueueInfo>
{
    /// <summary>The committed offset.</summary>
    public long CommitOffset { get; set; }

    /// <summary>The smallest offset held.</summary>
    public long CachedMsgMinOffset { get; set; }

    /// <summary>The largest offset held.</summary>
    public long CachedMsgMaxOffset { get; set; }

    /// <summary>How many messages are held.</summary>
    public int CachedMsgCount { get; set; }

    /// <summary>Their size in MiB.</summary>
    public int CachedMsgSizeInMiB { get; set; }

    /// <summary>The smallest offset that is being consumed in order.</summary>
    public long TransactionMsgMinOffset { get; set; }

    /// <summary>The largest offset that is being consumed in order.</summary>
    public long TransactionMsgMaxOffset { get; set; }

    /// <summary>How many messages are being consumed in order.</summary>
    public int TransactionMsgCount { get; set; }

    /// <summary>Whether the queue is locked.</summary>
    public bool Locked { get; set; }

    /// <summary>How often unlocking was tried.</summary>
    public long TryUnlockTimes { get; set; }

    /// <summary>When it was last locked, in milliseconds since 1970.</summary>
    public long LastLockTimestamp { get; set; }

    /// <summary>Whether the queue was given up; Java spells it with one p.</summary>
    public bool Dropped { get; set; }

    /// <summary>When it was last pulled, in milliseconds since 1970.</summary>
    public long LastPullTimestamp { get; set; }

    /// <summary>When it was last consumed, in milliseconds since 1970.</summary>
    public long LastConsumeTimestamp { get; set; }

    static ProcessQueueInfo IFastJsonBody<ProcessQueueInfo>.Read(ref FastJsonReader reader)
    {
        var result = new ProcessQueueInfo();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("commitOffset"u8)) result.CommitOffset = reader.ReadInt64();
            else if (reader.Is("cachedMsgMinOffset"u8)) result.CachedMsgMinOffset = reader.ReadInt64();
            else if (reader.Is("cachedMsgMaxOffset"u8)) result.CachedMsgMaxOffset = reader.ReadInt64();
            else if (reader.Is("cachedMsgCount"u8)) result.CachedMsgCount = reader.ReadInt32();
            else if (reader.Is("cachedMsgSizeInMiB"u8)) result.CachedMsgSizeInMiB = reader.ReadInt32();
            else if (reader.Is("transactionMsgMinOffset"u8)) result.TransactionMsgMinOffset = reader.ReadInt64();
            else if (reader.Is("transactionMsgMaxOffset"u8)) result.TransactionMsgMaxOffset = reader.ReadInt64();
            else if (reader.Is("transactionMsgCount"u8)) result.TransactionMsgCount = reader.ReadInt32();
            else if (reader.Is("locked"u8)) result.Locked = reader.ReadBoolean();
            else if (reader.Is("tryUnlockTimes"u8)) result.TryUnlockTimes = reader.ReadInt64();
            else if (reader.Is("lastLockTimestamp"u8)) result.LastLockTimestamp = reader.ReadInt64();
            else if (reader.Is("droped"u8)) result.Dropped = reader.ReadBoolean();
            else if (reader.Is("lastPullTimestamp"u8)) result.LastPullTimestamp = reader.ReadInt64();
            else if (reader.Is("lastConsumeTimestamp"u8)) result.LastConsumeTimestamp = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ProcessQueueInfo>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("cachedMsgCount"u8, CachedMsgCount);
        writer.WriteNumber("cachedMsgMaxOffset"u8, CachedMsgMaxOffset);
        writer.WriteNumber("cachedMsgMinOffset"u8, CachedMsgMinOffset);
        writer.WriteNumber("cachedMsgSizeInMiB"u8, CachedMsgSizeInMiB);
        writer.WriteNumber("commitOffset"u8, CommitOffset);
        writer.WriteBoolean("droped"u8, Dropped);
        writer.WriteNumber("lastConsumeTimestamp"u8, LastConsumeTimestamp);
        writer.WriteNumber("lastLockTimestamp"u8, LastLockTimestamp);
        writer.WriteNumber("lastPullTimestamp"u8, LastPullTimestamp);
        writer.WriteBoolean("locked"u8, Locked);
        writer.WriteNumber("transactionMsgCount"u8, TransactionMsgCount);
        writer.WriteNumber("transactionMsgMaxOffset"u8, TransactionMsgMaxOffset);
        writer.WriteNumber("transactionMsgMinOffset"u8, TransactionMsgMinOffset);
        writer.WriteNumber("tryUnlockTimes"u8, TryUnlockTimes);
        writer.WriteEndObject();
    }
}
