namespace PluggableMQ.Abstractions.Storage;

/// <summary>Where a message was stored, or why it was not.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="QueueOffset">The message's index in its queue.</param>
/// <param name="PhysicalOffset">The record's commit log offset.</param>
/// <param name="StoreTimestamp">The store's clock at the append, in milliseconds since 1970 UTC.</param>
/// <param name="Size">The bytes appended.</param>
public readonly record struct AppendResult(AppendStatus Status, long QueueOffset, long PhysicalOffset, long StoreTimestamp, int Size)
{
    /// <summary>Whether the message is in the store (also when a flush or a slave was late).</summary>
    public bool IsStored => Status is AppendStatus.Ok or AppendStatus.FlushDiskTimeout or AppendStatus.FlushSlaveTimeout or AppendStatus.SlaveNotAvailable;

    /// <summary>A result for a message that was not stored.</summary>
    /// <param name="status">Why.</param>
    /// <returns>The result.</returns>
    public static AppendResult Failed(AppendStatus status) => new(status, 0, 0, 0, 0);
}

/// <summary>The outcome of an append (<c>PutMessageStatus</c> in RocketMQ).</summary>
public enum AppendStatus
{
    /// <summary>Stored, as durable as the flush policy promises.</summary>
    Ok = 0,

    /// <summary>Stored, but not flushed within the time limit.</summary>
    FlushDiskTimeout,

    /// <summary>Stored, but no slave confirmed it within the time limit.</summary>
    FlushSlaveTimeout,

    /// <summary>Stored, but no slave is close enough.</summary>
    SlaveNotAvailable,

    /// <summary>Not stored: the next file could not be made.</summary>
    CreateFileFailed,

    /// <summary>Not stored: topic or body too long, or the message is otherwise malformed.</summary>
    MessageIllegal,

    /// <summary>Not stored: the properties are too long.</summary>
    PropertiesSizeExceeded,

    /// <summary>Not stored: shutting down, disk full or not writable.</summary>
    ServiceNotAvailable,

    /// <summary>Not stored: the append lock has been held too long.</summary>
    PageCacheBusy,

    /// <summary>Not stored: an unexpected error, which the store logged.</summary>
    UnknownError,
}
