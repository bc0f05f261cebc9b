namespace PluggableMQ.Abstractions.Storage;

/// <summary>Adds messages to a store.</summary>
/// <remarks>
/// Called from many threads; the store orders the calls. A message's memory belongs to the caller and is copied before the method
/// returns, so the caller may reuse it at once, also while the returned task is pending. The task completes synchronously unless
/// the flush policy asks to wait.
/// </remarks>
public interface IMessageAppender
{
    /// <summary>Appends one message.</summary>
    /// <param name="message">The message; copied before this method returns.</param>
    /// <returns>Where it is stored, or why not. Failures of the message or the disk are statuses, not exceptions.</returns>
    ValueTask<AppendResult> AppendAsync(in MessageRecord message);

    /// <summary>Appends several messages of one topic and queue, back to back: all of them or none.</summary>
    /// <param name="messages">The messages, at least one; copied before this method returns.</param>
    /// <param name="physicalOffsets">Receives the commit log offset of each; as long as <paramref name="messages"/>.</param>
    /// <returns>The place of the first one. The queue offset of message i is the first one's plus i.</returns>
    ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets);
}
