using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Delay;

/// <summary>Delivers the messages of one level when they are due (<c>ScheduleMessageService.DeliverDelayedMessageTimerTask</c>).</summary>
internal sealed class DelayQueue
{
    private const int BatchSize = 32;

    private readonly int _level;
    private readonly TimeSpan _delay;
    private readonly IMessageStore _store;
    private readonly DelayOffsets _offsets;
    private readonly ILogger _logger;
    private long _nextDue;

    public DelayQueue(int level, TimeSpan delay, IMessageStore store, DelayOffsets offsets, ILogger logger)
    {
        _level = level;
        _delay = delay;
        _store = store;
        _offsets = offsets;
        _logger = logger;
    }

    private int QueueId => _level - 1;

    /// <summary>The offset after the queue's last message.</summary>
    public long End => _store.Reader.GetMaxOffset(TopicNames.Schedule, QueueId);

    /// <summary>Brings the offset into what the queue has, after a restart.</summary>
    public void CorrectOffset()
    {
        var offset = _offsets[_level];
        var first = Math.Max(0, _store.Reader.GetMinOffset(TopicNames.Schedule, QueueId));
        var corrected = Math.Min(Math.Max(offset, first), Math.Max(End, first));
        if (corrected != offset) _offsets[_level] = corrected;
    }

    /// <summary>Delivers all that is due.</summary>
    /// <param name="now">The time, in milliseconds since 1970 UTC.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    public async ValueTask DeliverAsync(long now, CancellationToken cancellationToken)
    {
        // The queue is in the order of time, so nothing can be due before its head; but a clock that was put back must not stop delivery.
        if (now < _nextDue && _nextDue <= now + (long)_delay.TotalMilliseconds) return;
        while (!cancellationToken.IsCancellationRequested && await DeliverBatchAsync(now))
        {
            // As long as whole batches are due.
        }
    }

    private async ValueTask<bool> DeliverBatchAsync(long now)
    {
        var offset = _offsets[_level];
        if (offset >= End) return false;
        using var result = new MessageReadResult();
        _store.Reader.Read(
            new MessageReadRequest { Topic = TopicNames.Schedule, QueueId = QueueId, QueueOffset = offset, MaxCount = BatchSize }, result);
        if (result.Count == 0)
        {
            // The head has been removed meanwhile.
            if (result.NextBeginOffset > offset) _offsets[_level] = result.NextBeginOffset;
            return result.NextBeginOffset > offset;
        }

        for (var i = 0; i < result.Count; i++)
        {
            var entry = result.Entries[i];
            _nextDue = entry.TagsCode;
            if (entry.TagsCode > now && entry.TagsCode <= now + (long)_delay.TotalMilliseconds) return false;
            if (!await DeliverOneAsync(entry)) return false;
            _offsets[_level] = entry.QueueOffset + 1;
        }

        return true;
    }

    private async ValueTask<bool> DeliverOneAsync(MessageReadEntry entry)
    {
        if (!TryRestore(entry, out var record, out var problem))
        {
            BrokerLog.DelayedMessageSkipped(_logger, _level, entry.QueueOffset, problem);
            return true;
        }

        var result = await _store.Appender.AppendAsync(in record);
        if (result.IsStored) return true;
        _nextDue = 0;
        BrokerLog.DelayedDeliveryFailed(_logger, _level, entry.QueueOffset, result.Status.ToString());
        return false;
    }

    private static bool TryRestore(in MessageReadEntry entry, out MessageRecord record, out string problem)
    {
        record = default;
        problem = "the record is not whole.";
        if (!StoredRecord.TryRead(entry, out var stored)) return false;
        problem = "it does not say where it belongs (REAL_TOPIC, REAL_QID).";
        if (stored.GetProperty("REAL_TOPIC"u8) is not { } topic || !PropertiesCodec.TryGet(stored.Properties, "REAL_QID"u8, out var text))
            return false;
        if (!HeaderFields.TryParseInt64(text, out var queueId) || queueId is < 0 or > int.MaxValue
            || TopicValidator.Validate(topic) is not null)
            return false;
        problem = "it is a half message.";
        if (topic == TopicNames.TransactionHalf) return false;
        record = stored.CopyTo(topic, (int)queueId);
        // As stored, DELAY and REAL_* still among them: Java's consumers see the same.
        record.Properties = stored.PropertiesMemory;
        record.WaitForFlush = false;
        return true;
    }
}
