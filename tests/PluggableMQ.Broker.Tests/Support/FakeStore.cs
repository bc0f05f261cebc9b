using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>
/// A store whose behaviour a test can set: what it answers, whether it is busy, when a flush ends. Keeps real records in memory.
/// </summary>
internal sealed class FakeStore : IMessageStore, IMessageAppender, IMessageReader, IStoreHealth, IMessageIndex, IQueueMaintenance
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, byte[]> _log = [];
    private readonly Dictionary<(string Topic, int QueueId), FakeQueue> _queues = [];
    private readonly MessageStoreContext _context;
    private long _end;

    public FakeStore(MessageStoreContext context) => _context = context;

    /// <summary>What the next appends answer; nothing is stored unless it is Ok.</summary>
    public AppendStatus NextStatus { get; set; }

    /// <summary>When set, an append is pending until this task ends.</summary>
    public Task? Flush { get; set; }

    /// <summary>Called once, after the next read.</summary>
    public Action? AfterRead { get; set; }

    /// <summary>Whether what lies at offset 0 counts as old.</summary>
    public bool IsOld { get; set; }

    public bool IsDurable { get; set; } = true;

    public bool IsPageCacheBusy { get; set; }

    public string? NotWritableReason { get; set; }

    public bool IsWritable => NotWritableReason is null;

    public long DispatchBehindBytes => 0;

    public IMessageAppender Appender => this;

    public IMessageReader Reader => this;

    public IStoreHealth Health => this;

    public IReadOnlySet<string>? Retained { get; private set; }

    public int ExpiredLogRemovals { get; private set; }

    public int ExpiredQueueRemovals { get; private set; }

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask StopAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;

    public TFeature? GetFeature<TFeature>()
        where TFeature : class => this as TFeature;

    public void CollectRuntimeInfo(IDictionary<string, string> info)
        => info["commitLogMaxOffset"] = _end.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Pretends that a queue's first messages have been removed.</summary>
    public void RemoveBefore(string topic, int queueId, long offset) => Get(topic, queueId).Min = offset;

    /// <summary>All messages of a queue.</summary>
    public IReadOnlyList<MessageExt> GetAll(string topic, int queueId = 0)
    {
        lock (_gate) return [.. Get(topic, queueId).Entries.Select(entry => MessageCodec.Decode(entry.Record, decompress: false))];
    }

    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
    {
        var result =
            NextStatus is AppendStatus.Ok or AppendStatus.FlushDiskTimeout or AppendStatus.SlaveNotAvailable or AppendStatus.FlushSlaveTimeout
            ? Append(message) with { Status = NextStatus }
            : AppendResult.Failed(NextStatus);
        return Flush is { } flush && message.WaitForFlush ? WaitAsync(flush, result) : new(result);
    }

    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
    {
        if (NextStatus != AppendStatus.Ok) return new(AppendResult.Failed(NextStatus));
        var first = default(AppendResult);
        for (var i = 0; i < messages.Length; i++)
        {
            var result = Append(messages[i]);
            physicalOffsets[i] = result.PhysicalOffset;
            first = i == 0 ? result : first with { Size = first.Size + result.Size };
        }

        return Flush is { } flush && messages[0].WaitForFlush ? WaitAsync(flush, first) : new(first);
    }

    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        ReadQueue(request, result);
        var after = AfterRead;
        AfterRead = null;
        after?.Invoke();
    }

    private void ReadQueue(in MessageReadRequest request, MessageReadResult result)
    {
        lock (_gate)
        {
            result.SuggestPullingFromSlave = IsOld;
            if (!_queues.TryGetValue((request.Topic, request.QueueId), out var queue))
            {
                result.Status = MessageReadStatus.NoMatchedLogicQueue;
                return;
            }

            queue.Read(request, result);
        }
    }

    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        result.Reset();
        lock (_gate)
        {
            if (!_log.TryGetValue(physicalOffset, out var record)) return false;
            result.Add(new MessageReadEntry(record, 0, physicalOffset, 0));
            return true;
        }
    }

    public long GetMinOffset(string topic, int queueId)
    {
        lock (_gate) return _queues.TryGetValue((topic, queueId), out var queue) ? queue.Min : -1;
    }

    public long GetMaxOffset(string topic, int queueId)
    {
        lock (_gate) return _queues.TryGetValue((topic, queueId), out var queue) ? queue.Entries.Count : 0;
    }

    public long GetOffsetByTime(string topic, int queueId, long timestamp)
    {
        var all = GetAll(topic, queueId);
        return all.Count == 0 ? 0 : all.MinBy(message => Math.Abs(message.StoreTimestamp - timestamp))!.QueueOffset;
    }

    public long GetStoreTimestamp(string topic, int queueId, long queueOffset)
        => GetAll(topic, queueId) is var all && queueOffset >= 0 && queueOffset < all.Count ? all[(int)queueOffset].StoreTimestamp : -1;

    public IndexProgress Query(
        string topic, string key, int maxCount, long beginTimestamp, long endTimestamp, ICollection<long> physicalOffsets)
    {
        lock (_gate)
        {
            var all = _log.Values.Select(record => MessageCodec.Decode(record, decompress: false)).ToList();
            var found = all.Where(m => m.Topic == topic && (m.UniqueId == key || m.Keys?.Split(' ').Contains(key) == true)
                && m.StoreTimestamp >= beginTimestamp && m.StoreTimestamp <= endTimestamp).Take(maxCount);
            foreach (var message in found) physicalOffsets.Add(message.PhysicalOffset);
            var last = all.FindLast(m => m.UniqueId is not null || m.Keys is not null);
            return last is null ? default : new IndexProgress(last.StoreTimestamp, last.PhysicalOffset);
        }
    }

    public IReadOnlyCollection<(string Topic, int QueueId)> GetQueues()
    {
        lock (_gate) return [.. _queues.Keys];
    }

    public int RemoveTopicsExcept(IReadOnlySet<string> retainedTopics)
    {
        Retained = retainedTopics;
        return 0;
    }

    public void RemoveExpiredQueues() => ExpiredQueueRemovals++;

    public void RemoveExpiredLogs() => ExpiredLogRemovals++;

    private static async ValueTask<AppendResult> WaitAsync(Task flush, AppendResult result)
    {
        await flush;
        return result;
    }

    private AppendResult Append(in MessageRecord message)
    {
        MessageArrival arrival;
        AppendResult result;
        lock (_gate)
        {
            var now = _context.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            var queue = Get(message.Topic, message.QueueId);
            var record = new byte[MessageCodec.GetEncodedLength(message)];
            MessageCodec.Write(message, queue.Entries.Count, _end, now, record);
            var properties = message.Properties.Span;
            var tagsCode = message.Topic == TopicNames.Schedule
                ? TagsCode.ComputeForDelay(properties, now, _context.DelayLevels)
                : TagsCode.Compute(properties);
            result = new AppendResult(AppendStatus.Ok, queue.Entries.Count, _end, now, record.Length);
            arrival = new MessageArrival(message.Topic, message.QueueId, queue.Entries.Count, tagsCode, now);
            queue.Entries.Add((record, _end, tagsCode));
            _log[_end] = record;
            _end += record.Length;
        }

        _context.ArrivalListener.OnArrived(arrival);
        return result;
    }

    private FakeQueue Get(string topic, int queueId)
    {
        lock (_gate)
        {
            if (!_queues.TryGetValue((topic, queueId), out var queue)) _queues[(topic, queueId)] = queue = new FakeQueue();
            return queue;
        }
    }

    private sealed class FakeQueue
    {
        public List<(byte[] Record, long PhysicalOffset, long TagsCode)> Entries { get; } = [];

        public long Min { get; set; }

        public void Read(in MessageReadRequest request, MessageReadResult result)
        {
            result.MinOffset = Min;
            result.MaxOffset = Entries.Count;
            result.NextBeginOffset = request.QueueOffset;
            if (Entries.Count == 0) (result.Status, result.NextBeginOffset) = (MessageReadStatus.NoMessageInQueue, 0);
            else if (request.QueueOffset < Min) (result.Status, result.NextBeginOffset) = (MessageReadStatus.OffsetTooSmall, Min);
            else if (request.QueueOffset == Entries.Count) result.Status = MessageReadStatus.OffsetOverflowOne;
            else if (request.QueueOffset > Entries.Count)
                (result.Status, result.NextBeginOffset) = (MessageReadStatus.OffsetOverflowBadly, Entries.Count);
            else Scan(request, result);
        }

        private void Scan(in MessageReadRequest request, MessageReadResult result)
        {
            var at = (int)request.QueueOffset;
            for (; at < Entries.Count && result.Count < request.MaxCount; at++)
            {
                var (record, physicalOffset, tagsCode) = Entries[at];
                if (request.Filter?.MatchesTagsCode(tagsCode) != false)
                    result.Add(new MessageReadEntry(record, at, physicalOffset, tagsCode));
            }

            result.NextBeginOffset = at;
            result.Status = result.Count > 0 ? MessageReadStatus.Found : MessageReadStatus.NoMatchedMessage;
        }
    }
}
