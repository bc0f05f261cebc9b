using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;

namespace PluggableMQ.Storage.CommitLog.Replication;

/// <summary>Gives the log's bytes to replicas, and takes those of a master (<c>CommitLog.getData</c>, <c>appendData</c>).</summary>
internal sealed class ReplicationLog(StoreParts parts, MessageAppender appender, Action requestIndexing) : IReplicationLog
{
    private readonly QueueDispatcher _dispatcher = new(parts.Queues, parts.Context.DelayLevels, parts.Logger);

    // Where the first record begins whose entry is still to be made; blocks of a master are not aligned to records.
    private long _dispatched = -1;

    public long MinPhysicalOffset => parts.Log.MinOffset;

    public long MaxPhysicalOffset => parts.Log.MaxOffset;

    public IDisposable? TryRead(long physicalOffset, int maxBytes, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        var log = parts.Log;
        if (maxBytes <= 0 || !log.TryAcquire(physicalOffset, 1, out var file, out var position)) return null;
        bytes = file.GetMemory(position, (int)Math.Min(maxBytes, Math.Min(log.MaxOffset - physicalOffset, file.Size - position)));
        return file.Lease;
    }

    public bool AppendRaw(long physicalOffset, ReadOnlySpan<byte> bytes)
    {
        lock (appender.Lock)
        {
            if (!parts.State.IsWritable || !TryTake(physicalOffset, bytes)) return false;
            DispatchWholeRecords();
        }

        requestIndexing();
        return true;
    }

    private bool TryTake(long physicalOffset, ReadOnlySpan<byte> bytes)
    {
        var log = parts.Log;
        // A new replica begins with a file of its master's, whole; everything after follows on.
        if (log.Files.IsEmpty && physicalOffset >= 0 && physicalOffset % log.Files.FileSize == 0) log.SetEnd(physicalOffset, physicalOffset, 0);
        if (physicalOffset != log.MaxOffset) return false;
        if (_dispatched < 0) _dispatched = physicalOffset;
        var file = log.Files.Last;
        if (file is null || file.EndOffset == physicalOffset) file = log.Files.Add(physicalOffset);
        var position = (int)(physicalOffset - file.StartOffset);
        if (bytes.Length > file.Size - position || !file.TryReserve(position + bytes.Length)) return false;
        bytes.CopyTo(file.GetSpan(position, bytes.Length));
        log.Publish(physicalOffset + bytes.Length, log.LastStoreTimestamp);
        return true;
    }

    private void DispatchWholeRecords()
    {
        var log = parts.Log;
        while (_dispatched < log.MaxOffset && log.Files.Find(_dispatched) is { } file)
        {
            var position = (int)(_dispatched - file.StartOffset);
            var bytes = file.GetSpan(position, (int)Math.Min(log.MaxOffset - _dispatched, file.Size - position));
            var kind = LogInspector.Inspect(bytes, _dispatched, file.Size - position, checkCrc: false, out var header);
            if (kind == LogEntryKind.EndOfFile)
            {
                _dispatched = file.EndOffset;
                continue;
            }

            // The rest of the record comes with the next block.
            if (kind != LogEntryKind.Record) return;
            _dispatcher.Dispatch(bytes[..header.TotalSize], header, new DispatchRules(FillGaps: true, NewQueuesFrom: 0), out _);
            _dispatched += header.TotalSize;
            log.Publish(log.MaxOffset, header.StoreTimestamp);
        }
    }
}
