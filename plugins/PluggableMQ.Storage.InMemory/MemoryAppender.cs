using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.InMemory;

/// <summary>Appends messages: encodes each straight into a segment and gives it its queue entry and its keys, under one short lock.</summary>
internal sealed class MemoryAppender(MemoryLog log, QueueTable queues, StoreStatistics statistics, MessageStoreContext context) : IMessageAppender
{
    private readonly TimeProvider _clock = context.Clock;
    private volatile bool _isOpen;

    /// <summary>Whether messages are taken.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }

    /// <summary>Serialises everything that adds to the log or changes which queues there are.</summary>
    public Lock Lock { get; } = new();

    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        var start = _clock.GetTimestamp();
        var status = Admit(AppendRules.Check(message, context.MaxMessageSize, out var length), length);
        if (status != AppendStatus.Ok) return Fail(status);
        lock (Lock)
        {
            if (!_isOpen) return Fail(AppendStatus.ServiceNotAvailable);
            var segment = Reserve(length);
            var result = Write(message, Now(), segment);
            statistics.RecordPut(1, length, start);
            return new ValueTask<AppendResult>(result);
        }
    }

    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(physicalOffsets.Length, messages.Length);
        var start = _clock.GetTimestamp();
        var status = Admit(AppendRules.Check(messages, context.MaxMessageSize, out var length), length);
        if (status != AppendStatus.Ok) return Fail(status);
        AppendResult first = default;
        lock (Lock)
        {
            if (!_isOpen) return Fail(AppendStatus.ServiceNotAvailable);
            var segment = Reserve(length);
            var now = Now();
            for (var i = 0; i < messages.Length; i++)
            {
                var result = Write(messages[i], now, segment);
                physicalOffsets[i] = result.PhysicalOffset;
                if (i == 0) first = result;
            }

            statistics.RecordPut(messages.Length, length, start);
        }

        return new ValueTask<AppendResult>(first with { Size = length });
    }

    private AppendStatus Admit(AppendStatus check, int length)
    {
        if (!_isOpen) return AppendStatus.ServiceNotAvailable;
        return check == AppendStatus.Ok && length > log.MaxBytes ? AppendStatus.MessageIllegal : check;
    }

    /// <summary>Makes room, for which older messages may have to go. Under the lock.</summary>
    private Segment Reserve(int length)
    {
        var segment = log.Reserve(length, out var dropped);
        if (!dropped) return segment;
        foreach (var queue in queues.All) queue.DropBefore(log.MinOffset);
        return segment;
    }

    /// <summary>Writes a record, its entry and its keys, and tells of them. Under the lock.</summary>
    private AppendResult Write(in MessageRecord message, long now, Segment segment)
    {
        var queue = AppendRules.HasQueueEntry(message.SysFlag) ? queues.FindOrAdd(message.Topic, message.QueueId) : null;
        var physicalOffset = segment.EndOffset;
        // Half and rollback messages do not count in their queue and carry offset 0.
        var queueOffset = queue?.MaxOffset ?? 0;
        var size = MessageCodec.Write(message, queueOffset, physicalOffset, now, segment.Buffer.AsSpan(segment.Length));
        log.Publish(segment, size, now);
        AddKeys(segment.Index, message, physicalOffset, now);
        if (queue is not null)
        {
            var properties = message.Properties.Span;
            var tagsCode = queue.HoldsDelayed ? TagsCode.ComputeForDelay(properties, now, context.DelayLevels) : TagsCode.Compute(properties);
            queue.Put(new MemoryEntry(physicalOffset, size, tagsCode));
            context.ArrivalListener.OnArrived(new MessageArrival(queue.Topic, queue.QueueId, queueOffset, tagsCode, now));
        }

        return new AppendResult(AppendStatus.Ok, queueOffset, physicalOffset, now, size);
    }

    private static void AddKeys(SegmentIndex? index, in MessageRecord message, long physicalOffset, long now)
    {
        if (index is null || MessageSysFlag.GetTransactionType(message.SysFlag) == MessageSysFlag.TransactionRollback) return;
        Span<byte> topic = stackalloc byte[TopicValidator.MaxLength];
        topic = topic[..Encoding.UTF8.GetBytes(message.Topic, topic)];
        var keys = new MessageKeys(message.Properties.Span);
        while (keys.MoveNext()) index.Add(MessageKeys.Hash(topic, keys.Current), physicalOffset, now);
    }

    private ValueTask<AppendResult> Fail(AppendStatus status)
    {
        statistics.RecordFailure();
        return new ValueTask<AppendResult>(AppendResult.Failed(status));
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
