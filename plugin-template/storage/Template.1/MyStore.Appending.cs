using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace Template._1;

/// <content>Appending.</content>
internal sealed partial class MyStore : IMessageAppender
{
    // What RocketMQ allows a record beyond its largest body.
    private const int RecordOverhead = 64 * 1024;

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        var status = Check(message);
        if (status != AppendStatus.Ok) return new(AppendResult.Failed(status));
        lock (_lock) return new(_isOpen ? Store(message) : AppendResult.Failed(AppendStatus.ServiceNotAvailable));
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        if (messages.IsEmpty) throw new ArgumentException("A batch needs at least one message.", nameof(messages));
        ArgumentOutOfRangeException.ThrowIfLessThan(physicalOffsets.Length, messages.Length);
        // All or none: what is wrong with one message is found before the first is stored.
        var total = 0L;
        foreach (ref readonly var message in messages)
        {
            if (message.Topic != messages[0].Topic || message.QueueId != messages[0].QueueId) throw new ArgumentException("A batch is of one topic and queue.", nameof(messages));
            var status = Check(message);
            if (status != AppendStatus.Ok) return new(AppendResult.Failed(status));
            total += MessageCodec.GetEncodedLength(message);
        }

        if (total > (long)context.MaxMessageSize + RecordOverhead) return new(AppendResult.Failed(AppendStatus.MessageIllegal));
        lock (_lock)
        {
            if (!_isOpen) return new(AppendResult.Failed(AppendStatus.ServiceNotAvailable));
            var first = Store(messages[0]);
            physicalOffsets[0] = first.PhysicalOffset;
            for (var i = 1; i < messages.Length; i++) physicalOffsets[i] = Store(messages[i]).PhysicalOffset;
            return new(first with { Size = (int)total });
        }
    }

    // A message that cannot be stored is a status, not an exception: the broker answers its sender with it.
    private AppendStatus Check(in MessageRecord message)
    {
        if (!_isOpen) return AppendStatus.ServiceNotAvailable;
        if (message.Properties.Length > PropertiesCodec.MaxLength) return AppendStatus.PropertiesSizeExceeded;
        var fits = !string.IsNullOrEmpty(message.Topic) && Encoding.UTF8.GetByteCount(message.Topic) <= TopicValidator.MaxLength
            && message.QueueId >= 0 && message.Body.Length <= context.MaxMessageSize;
        return fits ? AppendStatus.Ok : AppendStatus.MessageIllegal;
    }

    private AppendResult Store(in MessageRecord message)
    {
        var type = MessageSysFlag.GetTransactionType(message.SysFlag);
        var queue = type is MessageSysFlag.TransactionPrepared or MessageSysFlag.TransactionRollback ? null : FindOrAdd(message.Topic, message.QueueId);
        var now = context.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var queueOffset = queue?.MaxOffset ?? 0;
        // The caller's memory is copied here; the record is RocketMQ's, as brokers and clients know it.
        var record = new byte[MessageCodec.GetEncodedLength(message)];
        MessageCodec.Write(message, queueOffset, _end, now, record);
        var properties = message.Properties.Span;
        var tagsCode = message.Topic == TopicNames.Schedule ? TagsCode.ComputeForDelay(properties, now, context.DelayLevels) : TagsCode.Compute(properties);
        var stored = new StoredMessage(record, _end, queueOffset, tagsCode, now, queue);
        _end += record.Length;
        _byPlace.Add(stored.PhysicalOffset, stored);
        _byAge.Enqueue(stored);
        if (queue is not null)
        {
            queue.Messages.Add(queue.MaxOffset++, stored);
            // Wakes the consumers that wait for this queue. In queue order, so under the lock.
            context.ArrivalListener.OnArrived(new MessageArrival(message.Topic, message.QueueId, queueOffset, tagsCode, now));
        }

        if (_byAge.Count > options.MaxMessages) DropTheOldest();
        return new AppendResult(AppendStatus.Ok, queueOffset, stored.PhysicalOffset, now, record.Length);
    }

    private StoredQueue FindOrAdd(string topic, int queueId)
    {
        if (!_queues.TryGetValue((topic, queueId), out var queue)) _queues.Add((topic, queueId), queue = new StoredQueue());
        return queue;
    }

    private void DropTheOldest()
    {
        var oldest = _byAge.Dequeue();
        _byPlace.Remove(oldest.PhysicalOffset);
        if (oldest.Queue is not { } queue) return;
        queue.Messages.Remove(oldest.QueueOffset);
        queue.MinOffset = oldest.QueueOffset + 1;
    }
}
