using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>One queue: the entries of its messages, 20 bytes each, at their queue offset (<c>ConsumeQueue</c>).</summary>
/// <remarks>The holder of the append lock (or the recovery) writes; what lies before <see cref="MaxOffset"/> can be read by anyone.</remarks>
internal sealed partial class ConsumeQueue(string topic, int queueId, MappedFileSet files)
{
    private const int PageSize = 4096;

    private long _minOffset;
    private long _maxOffset;
    private long _physicalEnd;
    private long _flushedBytes;

    public string Topic { get; } = topic;

    public int QueueId { get; } = queueId;

    public MappedFileSet Files { get; } = files;

    /// <summary>Whether entries hold delivery times instead of tag hashes.</summary>
    public bool HoldsDelayed { get; } = topic == Protocol.TopicNames.Schedule;

    /// <summary>The first queue offset whose record is still in the log.</summary>
    public long MinOffset => Volatile.Read(ref _minOffset);

    /// <summary>The queue offset that the next message gets.</summary>
    public long MaxOffset => Volatile.Read(ref _maxOffset);

    /// <summary>The log offset after the last entry's record.</summary>
    public long PhysicalEnd => Volatile.Read(ref _physicalEnd);

    /// <summary>Whether its topic was deleted. Under the append lock.</summary>
    public bool IsRemoved { get; set; }

    private int EntriesPerFile => Files.FileSize / QueueEntry.Length;

    /// <summary>Makes sure that entries can be put without failing. Under the append lock.</summary>
    /// <returns>False when the disk is full.</returns>
    /// <exception cref="IOException">A file cannot be made.</exception>
    public bool TryReserve(int count)
    {
        var start = MaxOffset * QueueEntry.Length;
        var end = start + ((long)count * QueueEntry.Length);
        while (start < end)
        {
            var file = Files.Last;
            if (file is null || start >= file.EndOffset) file = Files.Add(start - (start % Files.FileSize));
            var stop = (int)(Math.Min(end, file.EndOffset) - file.StartOffset);
            if (!file.TryReserve(stop)) return false;
            start = file.StartOffset + stop;
        }

        return true;
    }

    /// <summary>Adds the next entry, whose place has been reserved. Under the append lock.</summary>
    public void Put(in QueueEntry entry)
    {
        var offset = MaxOffset;
        var start = offset * QueueEntry.Length;
        // A batch may have reserved the next file already.
        var file = Files.Last!;
        if (start < file.StartOffset) file = Files.Find(start)!;
        entry.Write(file.GetSpan((int)(start - file.StartOffset), QueueEntry.Length));
        Volatile.Write(ref _physicalEnd, entry.PhysicalEnd);
        Volatile.Write(ref _maxOffset, offset + 1);
    }

    /// <summary>Reads an entry.</summary>
    /// <returns>False when it is not there.</returns>
    public bool TryGet(long offset, out QueueEntry entry)
    {
        entry = default;
        if (!TryAcquire(offset, out var file, out var bytes)) return false;
        entry = QueueEntry.Read(bytes);
        file.Release();
        return true;
    }

    /// <summary>The entries from an offset to the end of their file, with a reference to it; the caller releases that.</summary>
    public bool TryAcquire(long offset, out MappedFile file, out ReadOnlySpan<byte> entries)
    {
        file = null!;
        entries = default;
        var max = MaxOffset;
        if (offset < 0 || offset >= max || Files.Find(offset * QueueEntry.Length) is not { } found || !found.TryAcquire()) return false;
        file = found;
        var start = (int)((offset * QueueEntry.Length) - file.StartOffset);
        var end = (int)(Math.Min(max * QueueEntry.Length, file.EndOffset) - file.StartOffset);
        entries = file.GetSpan(start, end - start);
        return true;
    }

    /// <summary>The offset of the first entry in the file after the one that holds an offset.</summary>
    public long GetNextFileOffset(long offset) => (offset / EntriesPerFile * EntriesPerFile) + EntriesPerFile;

    /// <summary>Moves the smallest offset to the first entry whose record the log still has.</summary>
    public void CorrectMinOffset(long logMinOffset)
    {
        if (Files.First is not { } first) return;
        var low = Math.Max(MinOffset, first.StartOffset / QueueEntry.Length);
        var high = MaxOffset;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (TryGet(middle, out var entry) && !entry.IsBlank && entry.PhysicalOffset >= logMinOffset) high = middle;
            else low = middle + 1;
        }

        Volatile.Write(ref _minOffset, low);
    }

    /// <summary>Removes files all of whose records are gone from the log; the last file stays.</summary>
    /// <returns>How many.</returns>
    public int RemoveExpiredFiles(long logMinOffset)
    {
        var count = 0;
        while (Files.Files is [var first, _, ..] && TryGet((first.EndOffset / QueueEntry.Length) - 1, out var last) && last.PhysicalOffset < logMinOffset)
        {
            Files.RemoveFirst();
            count++;
        }

        return count;
    }

    /// <summary>Writes entries to the disk. For one thread at a time.</summary>
    /// <param name="leastPages">Only if at least so many pages are waiting; 0 for all there is.</param>
    public void Flush(int leastPages)
    {
        var target = MaxOffset * QueueEntry.Length;
        var flushed = _flushedBytes;
        if (target <= flushed || (target / PageSize) - (flushed / PageSize) < leastPages) return;
        Files.Flush(flushed, target);
        _flushedBytes = target;
    }
}
