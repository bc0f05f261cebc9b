using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Queues;

/// <content>What a recovery, or a replica that follows its master, does to a queue.</content>
internal sealed partial class ConsumeQueue
{
    // RocketMQ looks at as many: what lies before them was on disk long ago.
    private const int FilesToRecover = 3;

    /// <summary>Finds the end: the first entry, in the last files, that was not written. Nobody else may use the queue.</summary>
    /// <param name="clean">Whether the store was closed; if not, whatever lies behind the end is cleared.</param>
    public void Recover(bool clean)
    {
        if (Files.IsEmpty) return;
        var all = Files.Files;
        var checkedFrom = all[Math.Max(0, all.Length - FilesToRecover)].StartOffset;
        var end = all[^1].EndOffset;
        foreach (var file in all[Math.Max(0, all.Length - FilesToRecover)..])
        {
            var written = CountWritten(file.GetSpan(0, file.Size));
            if (written == EntriesPerFile) continue;
            end = file.StartOffset + (written * QueueEntry.Length);
            break;
        }

        if (!clean || IsFollowedByJunk(end)) Files.ClearBehind(end);
        Files.Last?.AssumeAllocated((int)(end - Files.Last.StartOffset));
        SetEnd(end / QueueEntry.Length);
        _flushedBytes = clean ? end : checkedFrom;
        Volatile.Write(ref _minOffset, Files.First is { } first ? first.StartOffset / QueueEntry.Length : MaxOffset);
    }

    /// <summary>Drops entries whose records lie behind the end of the log.</summary>
    public void TruncateBeyond(long logMaxOffset)
    {
        var end = MaxOffset;
        while (end > MinOffset && TryGet(end - 1, out var entry) && entry.PhysicalEnd > logMaxOffset) end--;
        if (end < MaxOffset) Truncate(end);
    }

    /// <summary>Drops the entries from an offset on. Readers may be at work: they see what is dropped as not written.</summary>
    public void Truncate(long offset)
    {
        var end = MaxOffset * QueueEntry.Length;
        SetEnd(offset);
        var start = offset * QueueEntry.Length;
        Files.RemoveBehind(start);
        if (Files.Find(start) is { } file)
            file.GetSpan((int)(start - file.StartOffset), (int)(Math.Min(end, file.EndOffset) - start)).Clear();
        _flushedBytes = Math.Min(_flushedBytes, start);
    }

    /// <summary>Overwrites an entry that does not say what its record says.</summary>
    public void Mend(long offset, in QueueEntry entry)
    {
        var start = offset * QueueEntry.Length;
        var file = Files.Find(start)!;
        entry.Write(file.GetSpan((int)(start - file.StartOffset), QueueEntry.Length));
        _flushedBytes = Math.Min(_flushedBytes, start);
        if (offset == MaxOffset - 1) Volatile.Write(ref _physicalEnd, entry.PhysicalEnd);
    }

    /// <summary>Puts blanks up to an offset: the messages between are gone from the log.</summary>
    /// <exception cref="IOException">The disk is full, or a file cannot be made.</exception>
    public void FillTo(long offset)
    {
        // From nothing, or far ahead: begin with the file that holds the offset, as RocketMQ does.
        if (Files.IsEmpty || offset - MaxOffset > EntriesPerFile)
        {
            Files.RemoveAll();
            SetEnd(offset / EntriesPerFile * EntriesPerFile);
            _flushedBytes = MaxOffset * QueueEntry.Length;
            Volatile.Write(ref _minOffset, offset);
        }

        // RocketMQ's blank has physical offset 0. One between messages takes the end of the one before it, to keep the order that searches rely on.
        var blank = new QueueEntry(PhysicalEnd, QueueEntry.BlankSize, 0);
        while (MaxOffset < offset)
        {
            if (!TryReserve(1)) throw new IOException($"The disk that holds {Files.Directory} is full.");
            Put(blank);
        }
    }

    private static int CountWritten(ReadOnlySpan<byte> entries)
    {
        var count = 0;
        while (entries.Length >= QueueEntry.Length && QueueEntry.Read(entries).IsWritten)
        {
            entries = entries[QueueEntry.Length..];
            count++;
        }

        return count;
    }

    private void SetEnd(long maxOffset)
    {
        Volatile.Write(ref _maxOffset, maxOffset);
        Volatile.Write(ref _physicalEnd, TryGet(maxOffset - 1, out var last) ? last.PhysicalEnd : 0);
        if (MinOffset > maxOffset) Volatile.Write(ref _minOffset, maxOffset);
    }

    // After a clean stop a look at the next page is enough; reading all of it would bring every queue's empty pages into memory.
    private bool IsFollowedByJunk(long end)
    {
        if (Files.Find(end) is not { } file) return false;
        var position = (int)(end - file.StartOffset);
        return file.GetSpan(position, Math.Min(PageSize, file.Size - position)).ContainsAnyExcept((byte)0) || Files.Last != file;
    }
}
