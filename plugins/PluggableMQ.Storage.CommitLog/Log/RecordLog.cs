using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Log;

/// <summary>The commit log: records back to back in files of one size (<c>CommitLog</c>).</summary>
/// <remarks>The one who holds the append lock writes; what lies before <see cref="MaxOffset"/> is complete and never changes.</remarks>
internal sealed class RecordLog(MappedFileSet files, Action requestNextFile)
{
    private long _maxOffset;
    private long _flushedOffset;
    private long _lastStoreTimestamp;
    private long _preparedAfter = -1;

    public MappedFileSet Files { get; } = files;

    /// <summary>The offset after the last complete record.</summary>
    public long MaxOffset => Volatile.Read(ref _maxOffset);

    /// <summary>The first offset that is still there.</summary>
    public long MinOffset => Files.First?.StartOffset ?? MaxOffset;

    /// <summary>What lies before it is on disk.</summary>
    public long FlushedOffset => Volatile.Read(ref _flushedOffset);

    /// <summary>The store timestamp of the newest record.</summary>
    public long LastStoreTimestamp => Volatile.Read(ref _lastStoreTimestamp);

    /// <summary>Finds room for some bytes at the end, going on to the next file if they do not fit. Under the append lock.</summary>
    /// <returns><see cref="AppendStatus.Ok"/>, or why there is no room; nothing has changed then.</returns>
    public AppendStatus TryReserve(int length, out MappedFile file, out int position)
    {
        file = null!;
        position = 0;
        var last = Files.Last;
        if (last is null)
        {
            if (!TryAddFile(0, out last)) return AppendStatus.CreateFileFailed;
        }

        var end = (int)(MaxOffset - last.StartOffset);
        if (length + LogInspector.BlankLength > last.Size - end)
        {
            var status = TryRoll(last, end, out last);
            if (status != AppendStatus.Ok) return status;
            end = 0;
        }

        // The filler's bytes are reserved too, so that a file can always be ended.
        if (!last.TryReserve(end + length + LogInspector.BlankLength)) return AppendStatus.ServiceNotAvailable;
        file = last;
        position = end;
        return AppendStatus.Ok;
    }

    /// <summary>Makes what was written up to an offset visible. Under the append lock.</summary>
    public void Publish(long maxOffset, long storeTimestamp)
    {
        Volatile.Write(ref _maxOffset, maxOffset);
        // Second: who reads this timestamp and then flushes has flushed the record that it belongs to.
        Volatile.Write(ref _lastStoreTimestamp, storeTimestamp);
        var last = Files.Last!;
        if (_preparedAfter == last.StartOffset || maxOffset - last.StartOffset < last.Size / 2) return;
        _preparedAfter = last.StartOffset;
        requestNextFile();
    }

    /// <summary>Makes the next file ahead of time, if the last one is half full. For a background thread.</summary>
    public void PrepareNextFile()
    {
        if (Files.Last is not { } last || MaxOffset - last.StartOffset < last.Size / 2) return;
        try
        {
            Files.PrepareAfter(last);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The append that needs the file tries again, and answers for it.
            StoreEvents.FilePreparationFailed(Files.Logger, Files.Directory, exception);
        }
    }

    /// <summary>Takes over what a recovery found, or where a replica begins. Nobody else may use the log.</summary>
    public void SetEnd(long maxOffset, long flushedOffset, long storeTimestamp)
    {
        Volatile.Write(ref _lastStoreTimestamp, storeTimestamp);
        Volatile.Write(ref _flushedOffset, flushedOffset);
        Volatile.Write(ref _maxOffset, maxOffset);
        if (Files.Last is { } last && maxOffset >= last.StartOffset) last.AssumeAllocated((int)(maxOffset - last.StartOffset));
    }

    /// <summary>Writes everything before the present end to the disk. For one thread at a time.</summary>
    /// <returns>The offset before which everything is on disk.</returns>
    public long Flush()
    {
        var target = MaxOffset;
        var flushed = FlushedOffset;
        if (target <= flushed) return flushed;
        Files.Flush(flushed, target);
        Volatile.Write(ref _flushedOffset, target);
        return target;
    }

    /// <summary>The file that holds some published bytes, with a reference taken; the caller releases it.</summary>
    public bool TryAcquire(long offset, int length, [NotNullWhen(true)] out MappedFile? file, out int position)
    {
        position = 0;
        file = offset < 0 || length > MaxOffset - offset ? null : Files.Find(offset);
        if (file is null || length > file.EndOffset - offset || !file.TryAcquire()) return false;
        position = (int)(offset - file.StartOffset);
        return true;
    }

    /// <summary>The file that holds a whole record at an offset, with a reference taken; the caller releases it.</summary>
    /// <returns>False when no record begins there.</returns>
    public bool TryAcquireRecord(long offset, [NotNullWhen(true)] out MappedFile? file, out int position, out StoredMessageHeader header)
    {
        header = default;
        if (!TryAcquire(offset, LogInspector.BlankLength, out file, out position)) return false;
        var bytes = file.GetSpan(position, (int)Math.Min(MaxOffset - offset, file.Size - position));
        if (LogInspector.Inspect(bytes, offset, file.Size - position, checkCrc: false, out header) == LogEntryKind.Record) return true;
        file.Release();
        file = null;
        return false;
    }

    /// <summary>The store timestamp of the record at an offset, or -1.</summary>
    public long GetStoreTimestamp(long offset)
    {
        if (!TryAcquireRecord(offset, out var file, out _, out var header)) return -1;
        file.Release();
        return header.StoreTimestamp;
    }

    /// <summary>The CRC of what lies before an offset in the last file, at most 64 KiB. Nobody else may use the log.</summary>
    public uint ComputeTailCrc(long end)
    {
        if (Files.Last is not { } last || end < last.StartOffset || end > last.EndOffset) return 0;
        var position = (int)(end - last.StartOffset);
        var length = Math.Min(position, 64 * 1024);
        return Crc32.Compute(last.GetSpan(position - length, length));
    }

    private bool TryAddFile(long firstStartOffset, [NotNullWhen(true)] out MappedFile? file)
    {
        try
        {
            file = Files.Add(firstStartOffset);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StoreEvents.FileCreationFailed(Files.Logger, Files.Directory, exception);
            file = null;
            return false;
        }
    }

    private AppendStatus TryRoll(MappedFile last, int end, out MappedFile next)
    {
        next = last;
        var rest = last.Size - end;
        if (rest > 0 && !last.TryReserve(end + Math.Min(rest, LogInspector.BlankLength))) return AppendStatus.ServiceNotAvailable;
        if (!TryAddFile(0, out var added)) return AppendStatus.CreateFileFailed;
        // Only now: a filler without a next file would end the log.
        if (rest >= LogInspector.BlankLength) MessageCodec.WriteBlank(last.GetSpan(end, rest));
        Volatile.Write(ref _maxOffset, last.EndOffset);
        next = added;
        return AppendStatus.Ok;
    }
}
