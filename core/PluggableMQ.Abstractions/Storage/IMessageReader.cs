namespace PluggableMQ.Abstractions.Storage;

/// <summary>Reads messages and offsets. All members are called from many threads and must not wait for appends.</summary>
public interface IMessageReader
{
    /// <summary>Reads messages of a queue from an offset on (<c>MessageStore.getMessage</c>).</summary>
    /// <param name="request">What to read.</param>
    /// <param name="result">Receives status, offsets and records. Owned by the caller, who resets or disposes it when the records have been used.</param>
    void Read(in MessageReadRequest request, MessageReadResult result);

    /// <summary>Reads the record at a commit log offset (<c>lookMessageByOffset</c>).</summary>
    /// <param name="physicalOffset">The record's first byte.</param>
    /// <param name="result">Receives the record, in place of what it held.</param>
    /// <returns>False when no record starts there.</returns>
    bool TryReadAt(long physicalOffset, MessageReadResult result);

    /// <summary>The smallest offset of a queue, or -1 when the queue does not exist.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queueId">The queue.</param>
    /// <returns>The offset.</returns>
    long GetMinOffset(string topic, int queueId);

    /// <summary>The offset that the next message of a queue will get; 0 when the queue does not exist.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queueId">The queue.</param>
    /// <returns>The offset.</returns>
    long GetMaxOffset(string topic, int queueId);

    /// <summary>The offset whose store timestamp is nearest to a time (<c>getOffsetInQueueByTime</c>; the left one on a tie); 0 when there is none.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queueId">The queue.</param>
    /// <param name="timestamp">Milliseconds since 1970 UTC.</param>
    /// <returns>The offset.</returns>
    long GetOffsetByTime(string topic, int queueId, long timestamp);

    /// <summary>The store timestamp of a queue's message, or -1 when it is not there.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queueId">The queue.</param>
    /// <param name="queueOffset">The message's index in the queue.</param>
    /// <returns>Milliseconds since 1970 UTC, or -1.</returns>
    long GetStoreTimestamp(string topic, int queueId, long queueOffset);
}
