using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Index;

/// <summary>Puts the keys of messages into the index, behind the appends (<c>IndexService.buildIndex</c>). It reads the log, so nothing queues up in memory.</summary>
internal sealed class IndexBuilder(RecordLog log, IndexFiles files, Checkpoint checkpoint, ILogger logger)
{
    // So often a round looks up from its work, to tell how far it is and whether it shall stop.
    private const int RecordsPerRound = 4096;

    private long _position;
    private bool _failed;

    /// <summary>What lies before it in the log is in the index.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Begins where the files end. Before the first round.</summary>
    /// <param name="clean">Whether the store was closed; if not, the file that was being written cannot be trusted.</param>
    public void Recover(bool clean)
    {
        var max = log.MaxOffset;
        var dropped = files.Remove(file => file.EndPhysicalOffset >= max && file.EntryCount > 1
            || (!clean && (!file.IsFull || file.EndTimestamp > checkpoint.IndexTimestamp)));
        if (dropped > 0) StoreEvents.IndexFilesDropped(logger, dropped);
        _position = log.MinOffset;
        if (files.Last is not { EntryCount: > 1 } last) return;
        _position = Math.Max(_position, last.EndPhysicalOffset);
        // After a crash the last message may have more keys than were put; putting some twice does no harm.
        if (clean && _position == last.EndPhysicalOffset && log.TryAcquireRecord(_position, out var held, out _, out var header))
        {
            _position += header.TotalSize;
            held.Release();
        }
    }

    /// <summary>Indexes some records.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public bool RunRound()
    {
        for (var i = 0; i < RecordsPerRound; i++)
        {
            if (!TryAdvance()) return false;
        }

        return true;
    }

    /// <summary>Removes files all of whose messages are gone from the log.</summary>
    public void RemoveExpired() => files.Remove(file => file.IsFull && file.EndPhysicalOffset < log.MinOffset);

    /// <summary>Flushes the file that is being written, if there is one.</summary>
    public void Flush() => files.Last?.File.Flush();

    private bool TryAdvance()
    {
        var position = _position;
        if (position >= log.MaxOffset) return false;
        if (log.Files.Find(position) is not { } file || !file.TryAcquire())
        {
            // Removed before it was indexed.
            if (position >= log.MinOffset) return false;
            Volatile.Write(ref _position, log.MinOffset);
            return true;
        }

        try
        {
            var start = (int)(position - file.StartOffset);
            var bytes = file.GetSpan(start, (int)Math.Min(log.MaxOffset - position, file.Size - start));
            switch (LogInspector.Inspect(bytes, position, file.Size - start, checkCrc: false, out var header))
            {
                case LogEntryKind.Record:
                    if (!TryIndex(bytes[..header.TotalSize], header)) return false;
                    Volatile.Write(ref _position, position + header.TotalSize);
                    return true;
                case LogEntryKind.EndOfFile:
                    Volatile.Write(ref _position, file.EndOffset);
                    return true;
                default:
                    // A replica may hold the first part of a record.
                    return false;
            }
        }
        finally
        {
            file.Release();
        }
    }

    private bool TryIndex(ReadOnlySpan<byte> record, in StoredMessageHeader header)
    {
        if (MessageSysFlag.GetTransactionType(header.SysFlag) == MessageSysFlag.TransactionRollback) return true;
        var topic = header.GetTopic(record);
        var keys = new MessageKeys(header.GetProperties(record));
        while (keys.MoveNext())
        {
            if (!TryPut(MessageKeys.Hash(topic, keys.Current), header)) return false;
        }

        return true;
    }

    private bool TryPut(int hash, in StoredMessageHeader header)
    {
        try
        {
            var file = files.Last;
            if (file is null || file.IsFull)
            {
                if (file is not null) Seal(file);
                file = files.Add();
            }

            var done = file.TryPut(hash, header.PhysicalOffset, header.StoreTimestamp);
            if (done) _failed = false;
            else ReportOnce(null);
            return done;
        }
        catch (IOException exception)
        {
            ReportOnce(exception);
            return false;
        }
    }

    private void Seal(IndexFile file)
    {
        file.File.Flush();
        checkpoint.IndexTimestamp = file.EndTimestamp;
        checkpoint.Save();
    }

    // It goes on with the same record at the next signal, so a disk that stays full would fill the log of events.
    private void ReportOnce(Exception? exception)
    {
        if (_failed) return;
        _failed = true;
        StoreEvents.IndexingFailed(logger, exception);
    }
}
