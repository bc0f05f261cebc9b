using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;

namespace PluggableMQ.Storage.CommitLog.Recovery;

/// <summary>Finds the end of the log and brings the queues in line with it (<c>CommitLog.recoverNormally</c>, <c>recoverAbnormally</c>).</summary>
/// <remarks>
/// Every record that is walked over is offered to its queue, so that a queue that lost entries gets them back. Where a queue lacks even
/// entries before the walk, the walk is done again from the first file.
/// </remarks>
internal sealed class StoreRecovery(StoreParts parts, Checkpoint checkpoint)
{
    // RocketMQ's number of files that a clean start looks at.
    private const int FilesToCheck = 3;

    private readonly MappedFileSet _files = parts.Log.Files;
    private readonly QueueDispatcher _dispatcher = new(parts.Queues, parts.Context.DelayLevels, parts.Logger);
    private int _added;

    /// <summary>Recovers log and queues.</summary>
    /// <param name="clean">Whether the store was closed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Run(bool clean, CancellationToken cancellationToken)
    {
        if (_files.IsEmpty)
        {
            foreach (var queue in parts.Queues.All) parts.Queues.Remove(queue);
            return;
        }

        foreach (var queue in parts.Queues.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            queue.Recover(clean);
        }

        var queuesEnd = parts.Queues.All.Select(static queue => queue.PhysicalEnd).DefaultIfEmpty().Max();
        var first = Math.Min(clean ? Math.Max(0, _files.Files.Length - FilesToCheck) : FindTrustedFile(), FindFile(queuesEnd));
        var newQueuesFrom = clean ? queuesEnd : 0;
        if (!Walk(first, new DispatchRules(FillGaps: first == 0, newQueuesFrom), cancellationToken, out var end))
            Walk(first = 0, new DispatchRules(FillGaps: true, newQueuesFrom), cancellationToken, out end);
        Finish(clean, first, end);
    }

    /// <summary>The newest file that begins with a record which was on disk, with everything before it, when the checkpoint was saved.</summary>
    private int FindTrustedFile()
    {
        var limit = checkpoint.MinTimestamp;
        for (var i = _files.Files.Length - 1; i > 0; i--)
        {
            var file = _files.Files[i];
            var kind = LogInspector.Inspect(file.GetSpan(0, file.Size), file.StartOffset, file.Size, checkCrc: false, out var header);
            if (kind == LogEntryKind.Record && header.StoreTimestamp != 0 && header.StoreTimestamp <= limit) return i;
        }

        return 0;
    }

    private int FindFile(long offset) => (int)Math.Clamp((offset - _files.First!.StartOffset) / _files.FileSize, 0, _files.Files.Length - 1);

    /// <summary>Walks over the records from a file on.</summary>
    /// <returns>False when a queue lacks entries from before.</returns>
    private bool Walk(int firstFile, in DispatchRules rules, CancellationToken cancellationToken, out (long Offset, long Timestamp, LogEntryKind Kind) end)
    {
        end = (_files.Files[firstFile].StartOffset, 0, LogEntryKind.Nothing);
        for (var i = firstFile; i < _files.Files.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = _files.Files[i];
            var goesOn = WalkFile(file, rules, ref end);
            if (goesOn is null) return false;
            if (goesOn == false) return true;
            end.Offset = file.EndOffset;
        }

        return true;
    }

    /// <summary>Walks over one file.</summary>
    /// <returns>Whether the log goes on in the next file; null when a queue lacks entries from before.</returns>
    private bool? WalkFile(MappedFile file, in DispatchRules rules, ref (long Offset, long Timestamp, LogEntryKind Kind) end)
    {
        var position = 0;
        while (position < file.Size)
        {
            var bytes = file.GetSpan(position, file.Size - position);
            end.Offset = file.StartOffset + position;
            end.Kind = LogInspector.Inspect(bytes, end.Offset, bytes.Length, parts.Options.CheckCRCOnRecover, out var header);
            switch (end.Kind)
            {
                case LogEntryKind.Record:
                    if (!Dispatch(bytes[..header.TotalSize], header, rules)) return null;
                    end.Timestamp = header.StoreTimestamp;
                    position += header.TotalSize;
                    break;
                case LogEntryKind.EndOfFile:
                    return true;
                case LogEntryKind.NewerFormat:
                    throw new StoreException($"{file.Path} holds at {end.Offset} a record that RocketMQ 5 wrote for a topic longer than 127 bytes. "
                        + "RocketMQ 4.9 cannot read it, and opening the store would cut the log off there: open it with the broker that wrote it.", file.Path);
                default:
                    return false;
            }
        }

        return true;
    }

    private bool Dispatch(ReadOnlySpan<byte> record, in StoredMessageHeader header, in DispatchRules rules)
    {
        var outcome = _dispatcher.Dispatch(record, header, rules, out _);
        if (outcome == DispatchOutcome.Added) _added++;
        return outcome != DispatchOutcome.Gap;
    }

    private void Finish(bool clean, int firstWalked, (long Offset, long Timestamp, LogEntryKind Kind) end)
    {
        if (end.Kind == LogEntryKind.Broken) StoreEvents.LogCutOff(parts.Logger, end.Offset, _files.Last!.EndOffset);
        var flushed = clean ? end.Offset : _files.Files[firstWalked].StartOffset;
        // What a crash left behind the end must not be taken for records later. After a clean stop there is nothing.
        if (clean && end.Kind != LogEntryKind.Broken) _files.RemoveBehind(end.Offset);
        else _files.ClearBehind(end.Offset);
        parts.Log.SetEnd(end.Offset, Math.Min(flushed, end.Offset), end.Timestamp);
        foreach (var queue in parts.Queues.All)
        {
            queue.TruncateBeyond(end.Offset);
            queue.CorrectMinOffset(parts.Log.MinOffset);
        }

        StoreEvents.Recovered(parts.Logger, clean ? "clean" : "unclean", parts.Log.MinOffset, end.Offset, _added);
    }
}
