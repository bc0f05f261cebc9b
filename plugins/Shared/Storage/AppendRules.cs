using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Storage.Shared;

/// <summary>Which messages a store takes (<c>MessageExtEncoder</c>'s checks).</summary>
internal static class AppendRules
{
    /// <summary>How much longer than the largest body a record may be.</summary>
    public const int RecordOverhead = 64 * 1024;

    /// <summary>Checks a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="maxMessageSize">The largest body.</param>
    /// <param name="length">The length of its record, when it is fine.</param>
    /// <returns><see cref="AppendStatus.Ok"/>, or what is wrong.</returns>
    public static AppendStatus Check(in MessageRecord message, int maxMessageSize, out int length)
    {
        length = 0;
        if (message.Properties.Length > PropertiesCodec.MaxLength) return AppendStatus.PropertiesSizeExceeded;
        if (string.IsNullOrEmpty(message.Topic) || message.QueueId < 0 || message.Body.Length > maxMessageSize) return AppendStatus.MessageIllegal;
        // Three bytes of UTF-8 for one UTF-16 unit at most: only a long topic is counted.
        if (message.Topic.Length > TopicValidator.MaxLength / 3 && Encoding.UTF8.GetByteCount(message.Topic) > TopicValidator.MaxLength)
            return AppendStatus.MessageIllegal;
        length = MessageCodec.GetEncodedLength(message);
        return length <= (long)maxMessageSize + RecordOverhead ? AppendStatus.Ok : AppendStatus.MessageIllegal;
    }

    /// <summary>Checks the messages of a batch.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="maxMessageSize">The largest body; also what all records together may take, with their overhead.</param>
    /// <param name="length">The length of all records, when all are fine.</param>
    /// <returns><see cref="AppendStatus.Ok"/>, or what is wrong with the first that is wrong.</returns>
    /// <exception cref="ArgumentException">There is no message, or they are not of one topic and queue.</exception>
    public static AppendStatus Check(ReadOnlySpan<MessageRecord> messages, int maxMessageSize, out int length)
    {
        length = 0;
        if (messages.IsEmpty) throw new ArgumentException("A batch needs at least one message.", nameof(messages));
        var total = 0L;
        ref readonly var first = ref messages[0];
        foreach (ref readonly var message in messages)
        {
            if (message.QueueId != first.QueueId || !string.Equals(message.Topic, first.Topic, StringComparison.Ordinal))
                throw new ArgumentException($"A batch is of one topic and queue, but has {first.Topic}-{first.QueueId} and {message.Topic}-{message.QueueId}.", nameof(messages));
            var status = Check(message, maxMessageSize, out var size);
            if (status != AppendStatus.Ok) return status;
            total += size;
        }

        if (total > (long)maxMessageSize + RecordOverhead) return AppendStatus.MessageIllegal;
        length = (int)total;
        return AppendStatus.Ok;
    }

    /// <summary>Whether a message of a transaction type has a queue entry and counts in its queue: half and rollback messages do not.</summary>
    /// <param name="sysFlag">The sysFlag.</param>
    public static bool HasQueueEntry(int sysFlag)
        => MessageSysFlag.GetTransactionType(sysFlag) is not (MessageSysFlag.TransactionPrepared or MessageSysFlag.TransactionRollback);
}
