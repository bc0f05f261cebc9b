using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Append;

/// <summary>Appends messages: encodes each straight into the mapped log and gives it its queue entry, under one short lock.</summary>
/// <remarks>
/// Room in the log and in the queue is reserved before the first byte is written, so an append either happens whole or not at all.
/// A process that is killed in between leaves a record without an entry; the recovery adds it.
/// </remarks>
internal sealed class MessageAppender(StoreParts parts, GroupCommit? groupCommit, Action requestFlush, Action requestIndexing) : IMessageAppender
{
    // RocketMQ takes a longer time for an error of the clock.
    private const long LongestBusyMilliseconds = 10_000_000;

    private readonly RecordLog _log = parts.Log;
    private readonly QueueTable _queues = parts.Queues;
    private readonly StoreStatistics _statistics = parts.Statistics;
    private readonly TimeProvider _clock = parts.Context.Clock;
    private readonly int _maxMessageSize = parts.Context.MaxMessageSize;
    private readonly IMessageArrivalListener _listener = parts.Context.ArrivalListener;
    private long _lockTaken;

    /// <summary>How long the append lock has been held by its present holder, in milliseconds.</summary>
    public long LockHeldMilliseconds => Volatile.Read(ref _lockTaken) is var taken and not 0 ? Math.Max(0, Now() - taken) : 0;

    /// <summary>Whether appends hang in the page cache.</summary>
    public bool IsBusy => LockHeldMilliseconds is var held && held > parts.Options.OsPageCacheBusyTimeOutMills && held < LongestBusyMilliseconds;

    /// <summary>Serialises everything that adds to the log or changes which queues there are.</summary>
    public Lock Lock { get; } = new();

    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        var start = _clock.GetTimestamp();
        var status = Admit(AppendRules.Check(message, _maxMessageSize, out var length), length, message.Topic, message.QueueId, out var queue);
        if (status != AppendStatus.Ok) return Fail(status);
        var hasEntry = AppendRules.HasQueueEntry(message.SysFlag);
        var tagsCode = hasEntry && !queue!.HoldsDelayed ? TagsCode.Compute(message.Properties.Span) : 0;
        AppendResult result;
        lock (Lock)
        {
            var now = Now();
            Volatile.Write(ref _lockTaken, now);
            try
            {
                status = Reserve(length, hasEntry ? 1 : 0, ref queue!, out var file, out var position);
                if (status != AppendStatus.Ok) return Fail(status);
                result = Write(message, hasEntry ? queue : null, tagsCode, now, file, position);
                _statistics.RecordPut(1, length, start);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return FailToMakeFile(exception);
            }
            finally
            {
                Volatile.Write(ref _lockTaken, 0);
            }
        }

        return Settle(result, result.PhysicalOffset + length, message.WaitForFlush);
    }

    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(physicalOffsets.Length, messages.Length);
        var start = _clock.GetTimestamp();
        var status = Admit(AppendRules.Check(messages, _maxMessageSize, out var length), length, messages[0].Topic, messages[0].QueueId, out var queue);
        if (status != AppendStatus.Ok) return Fail(status);
        AppendResult first = default;
        var wait = false;
        lock (Lock)
        {
            var now = Now();
            Volatile.Write(ref _lockTaken, now);
            try
            {
                status = Reserve(length, messages.Length, ref queue!, out var file, out var position);
                if (status != AppendStatus.Ok) return Fail(status);
                for (var i = 0; i < messages.Length; i++)
                {
                    ref readonly var message = ref messages[i];
                    var hasEntry = AppendRules.HasQueueEntry(message.SysFlag);
                    var tagsCode = hasEntry && !queue.HoldsDelayed ? TagsCode.Compute(message.Properties.Span) : 0;
                    var result = Write(message, hasEntry ? queue : null, tagsCode, now, file, position);
                    physicalOffsets[i] = result.PhysicalOffset;
                    position += result.Size;
                    wait |= message.WaitForFlush;
                    if (i == 0) first = result;
                }

                _statistics.RecordPut(messages.Length, length, start);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return FailToMakeFile(exception);
            }
            finally
            {
                Volatile.Write(ref _lockTaken, 0);
            }
        }

        first = first with { Size = length };
        return Settle(first, first.PhysicalOffset + length, wait);
    }

    /// <summary>Checks whether a message may be appended at all, and finds its queue.</summary>
    private AppendStatus Admit(AppendStatus check, int length, string topic, int queueId, out ConsumeQueue? queue)
    {
        queue = null;
        if (!parts.State.IsWritable) return AppendStatus.ServiceNotAvailable;
        if (check != AppendStatus.Ok) return check;
        // A file must hold the record and the filler after it.
        if (length + LogInspector.BlankLength > _log.Files.FileSize) return AppendStatus.MessageIllegal;
        if (IsBusy) return AppendStatus.PageCacheBusy;
        queue = _queues.FindOrAdd(topic, queueId);
        return queue is null ? AppendStatus.MessageIllegal : AppendStatus.Ok;
    }

    /// <summary>Makes room for the records and for their entries. Under the lock.</summary>
    private AppendStatus Reserve(int length, int entries, ref ConsumeQueue queue, out MappedFile file, out int position)
    {
        file = null!;
        position = 0;
        // Asked again: the store may have been closed, or the topic deleted, while this append waited for the lock.
        if (!parts.State.IsWritable) return AppendStatus.ServiceNotAvailable;
        if (queue.IsRemoved) queue = _queues.FindOrAdd(queue.Topic, queue.QueueId)!;
        if (entries == 0 || queue.TryReserve(entries))
        {
            var status = _log.TryReserve(length, out file, out position);
            if (status != AppendStatus.ServiceNotAvailable) return status;
        }

        if (parts.State.MarkDiskFull($"the disk that holds {parts.Paths.Root} is full")) StoreEvents.DiskFull(parts.Logger, parts.Paths.Root);
        return AppendStatus.ServiceNotAvailable;
    }

    /// <summary>Writes a record and its entry, and tells of them. Under the lock.</summary>
    private AppendResult Write(in MessageRecord message, ConsumeQueue? queue, long tagsCode, long now, MappedFile file, int position)
    {
        var physicalOffset = file.StartOffset + position;
        // Half and rollback messages do not count in their queue and carry offset 0.
        var queueOffset = queue?.MaxOffset ?? 0;
        var size = MessageCodec.Write(message, queueOffset, physicalOffset, now, file.GetSpan(position, file.Size - position));
        _log.Publish(physicalOffset + size, now);
        if (queue is not null)
        {
            if (queue.HoldsDelayed) tagsCode = TagsCode.ComputeForDelay(message.Properties.Span, now, parts.Context.DelayLevels);
            queue.Put(new QueueEntry(physicalOffset, size, tagsCode));
            _listener.OnArrived(new MessageArrival(queue.Topic, queue.QueueId, queueOffset, tagsCode, now));
        }

        return new AppendResult(AppendStatus.Ok, queueOffset, physicalOffset, now, size);
    }

    private ValueTask<AppendResult> Settle(in AppendResult result, long endOffset, bool waitForFlush)
    {
        requestIndexing();
        if (groupCommit is null) return new ValueTask<AppendResult>(result);
        var task = waitForFlush ? groupCommit.WaitAsync(result, endOffset) : new ValueTask<AppendResult>(result);
        requestFlush();
        return task;
    }

    private ValueTask<AppendResult> Fail(AppendStatus status)
    {
        _statistics.RecordFailure();
        return new ValueTask<AppendResult>(AppendResult.Failed(status));
    }

    private ValueTask<AppendResult> FailToMakeFile(Exception exception)
    {
        StoreEvents.FileCreationFailed(parts.Logger, parts.Paths.Root, exception);
        return Fail(AppendStatus.CreateFileFailed);
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
