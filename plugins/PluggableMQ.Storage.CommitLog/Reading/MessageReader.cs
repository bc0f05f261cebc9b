using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Reading;

/// <summary>Reads messages where they lie; the result holds the files until it is reset.</summary>
internal sealed class MessageReader(StoreParts parts) : IMessageReader
{
    private readonly RecordLog _log = parts.Log;
    private readonly QueueTable _queues = parts.Queues;
    private readonly long _bytesInMemory = PhysicalMemory.Total / 100 * parts.Options.AccessMessageInMemoryMaxRatio;
    private readonly ReadLimits _limits = new()
    {
        MaxBytesInMemory = parts.Options.MaxTransferBytesOnMessageInMemory,
        MaxCountInMemory = parts.Options.MaxTransferCountOnMessageInMemory,
        MaxBytesOnDisk = parts.Options.MaxTransferBytesOnMessageInDisk,
        MaxCountOnDisk = parts.Options.MaxTransferCountOnMessageInDisk,
    };

    public void Read(in MessageReadRequest request, MessageReadResult result)
    {
        var start = parts.Context.Clock.GetTimestamp();
        result.Reset();
        var queue = _queues.Find(request.Topic, request.QueueId);
        if (queue is null)
        {
            result.Status = MessageReadStatus.NoMatchedLogicQueue;
        }
        else
        {
            result.MinOffset = queue.MinOffset;
            result.MaxOffset = queue.MaxOffset;
            if (ReadRange.Check(request.QueueOffset, result)) ReadEntries(queue, request, result);
        }

        parts.Statistics.RecordGet(result, start);
    }

    public bool TryReadAt(long physicalOffset, MessageReadResult result)
    {
        result.Reset();
        if (!_log.TryAcquireRecord(physicalOffset, out var file, out var position, out var header)) return false;
        result.AddLease(file.Lease);
        var record = file.GetMemory(position, header.TotalSize);
        result.Add(new MessageReadEntry(record, header.QueueOffset, physicalOffset, TagsCode.Compute(header.GetProperties(record.Span))));
        result.NextBeginOffset = header.QueueOffset + 1;
        return true;
    }

    public long GetMinOffset(string topic, int queueId) => _queues.Find(topic, queueId)?.MinOffset ?? -1;

    public long GetMaxOffset(string topic, int queueId) => _queues.Find(topic, queueId)?.MaxOffset ?? 0;

    public long GetOffsetByTime(string topic, int queueId, long timestamp)
        => _queues.Find(topic, queueId) is { } queue ? OffsetByTime.Find(queue, _log, timestamp) : 0;

    public long GetStoreTimestamp(string topic, int queueId, long queueOffset)
        => _queues.Find(topic, queueId) is { } queue && queueOffset >= queue.MinOffset && queue.TryGet(queueOffset, out var entry) && !entry.IsBlank
            ? _log.GetStoreTimestamp(entry.PhysicalOffset)
            : -1;

    private void ReadEntries(ConsumeQueue queue, in MessageReadRequest request, MessageReadResult result)
    {
        if (!queue.TryAcquire(request.QueueOffset, out var file, out var entries))
        {
            result.Status = MessageReadStatus.OffsetFoundNull;
            result.NextBeginOffset = queue.GetNextFileOffset(request.QueueOffset);
            return;
        }

        try
        {
            Scan(entries, request, result);
        }
        finally
        {
            file.Release();
        }
    }

    private void Scan(ReadOnlySpan<byte> entries, in MessageReadRequest request, MessageReadResult result)
    {
        var end = Math.Min(entries.Length / QueueEntry.Length, ReadLimits.GetMaxScan(request.MaxCount));
        var logEnd = _log.MaxOffset;
        var missing = MessageReadStatus.NoMatchedMessage;
        var skipBefore = long.MinValue;
        var lookedAt = 0L;
        MappedFile? held = null;
        var index = 0;
        for (; index < end; index++)
        {
            var entry = QueueEntry.Read(entries[(index * QueueEntry.Length)..]);
            // A replica that is told to begin again clears entries under our eyes.
            if (!entry.IsWritten) break;
            lookedAt = entry.PhysicalOffset;
            if (entry.IsBlank || entry.PhysicalOffset < skipBefore) continue;
            if (_limits.IsFull(result, entry.Size, request.MaxCount, isOnDisk: logEnd - entry.PhysicalOffset > _bytesInMemory)) break;
            if (request.Filter is { } filter && !filter.MatchesTagsCode(entry.TagsCode))
            {
                missing = MessageReadStatus.NoMatchedMessage;
                continue;
            }

            if (!TryHold(entry, result, ref held, out var position))
            {
                missing = MessageReadStatus.MessageWasRemoving;
                // The whole file is gone: go on with the first entry of the next one.
                skipBefore = GetNextFileOffset(entry.PhysicalOffset);
                continue;
            }

            var record = held!.GetMemory(position, entry.Size);
            if (request.Filter?.MatchesRecord(record.Span) == false)
            {
                missing = MessageReadStatus.NoMatchedMessage;
                continue;
            }

            skipBefore = long.MinValue;
            result.Add(new MessageReadEntry(record, request.QueueOffset + index, entry.PhysicalOffset, entry.TagsCode));
        }

        result.Status = result.Count > 0 ? MessageReadStatus.Found : missing;
        result.NextBeginOffset = request.QueueOffset + index;
        result.SuggestPullingFromSlave = logEnd - lookedAt > _bytesInMemory;
    }

    /// <summary>Makes sure that the result holds the file of a record. One lease for each file.</summary>
    private bool TryHold(in QueueEntry entry, MessageReadResult result, ref MappedFile? held, out int position)
    {
        if (held is not null && entry.PhysicalOffset >= held.StartOffset && entry.PhysicalEnd <= held.EndOffset)
        {
            position = (int)(entry.PhysicalOffset - held.StartOffset);
            return true;
        }

        if (!_log.TryAcquire(entry.PhysicalOffset, entry.Size, out var file, out position)) return false;
        held = file;
        result.AddLease(file.Lease);
        return true;
    }

    private long GetNextFileOffset(long physicalOffset)
    {
        var size = _log.Files.FileSize;
        return physicalOffset - (physicalOffset % size) + size;
    }
}
