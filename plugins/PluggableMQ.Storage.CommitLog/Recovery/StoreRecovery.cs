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

        var newest = parts.Queues.All.MaxBy(static queue => queue.PhysicalEnd);
        if (clean && newest is not null && IsAsSealed(newest, out var asSealed))
        {
            Finish(clean, 0, asSealed);
            return;
        }

        var queuesEnd = newest?.PhysicalEnd ?? 0;
        var first = Math.Min(clean ? Math.Max(0, _files.Files.Length - FilesToCheck) : FindTrustedFile(), FindFile(queuesEnd));
        var newQueuesFrom = clean ? queuesEnd : 0;
        if (!Walk(_files.Files[first].StartOffset, new DispatchRules(FillGaps: first == 0, newQueuesFrom), cancellationToken, out var end))
            Walk(_files.Files[first = 0].StartOffset, new DispatchRules(FillGaps: true, newQueuesFrom), cancellationToken, out end);
        if (end is { Kind: LogEntryKind.Nothing, Torn: var (offset, timestamp) }) end = new LogEnd(offset, timestamp, LogEntryKind.Broken);
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

    /// <summary>Whether log and queues stand as the last clean stop left them: the ends of the queues, the end of the log, and its last stretch.</summary>
    private bool IsAsSealed(ConsumeQueue newest, out LogEnd end)
    {
        end = default;
        if (checkpoint.Seal is not { } seal || seal.QueuesFingerprint != parts.Queues.GetFingerprint()) return false;
        if (seal.TailCrc != parts.Log.ComputeTailCrc(seal.LogMaxOffset)) return false;
        if (!newest.TryGet(newest.MaxOffset - 1, out var entry) || _files.Find(entry.PhysicalOffset) is null) return false;
        // The queues know every record here, so that none is added.
        var walked = Walk(entry.PhysicalOffset, new DispatchRules(FillGaps: false, NewQueuesFrom: long.MaxValue), CancellationToken.None, out end);
        var isSame = walked && end.Offset == seal.LogMaxOffset && end.Kind != LogEntryKind.Broken;
        end = end with { Timestamp = seal.LastStoreTimestamp };
        return isSame;
    }

    private int FindFile(long offset) => (int)Math.Clamp((offset - _files.First!.StartOffset) / _files.FileSize, 0, _files.Files.Length - 1);

    /// <summary>Walks over the records from one on.</summary>
    /// <returns>False when a queue lacks entries from before.</returns>
    private bool Walk(long from, in DispatchRules rules, CancellationToken cancellationToken, out LogEnd end)
    {
        end = new LogEnd(from, 0, LogEntryKind.Nothing);
        for (var i = FindFile(from); i < _files.Files.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = _files.Files[i];
            var goesOn = WalkFile(file, rules, ref end);
            if (goesOn is null) return false;
            if (goesOn == false) break;
            end.Offset = file.EndOffset;
        }

        return true;
    }

    // The CRC covers only the body. A record that ends the log and whose topic or properties end with a zero byte was torn after the body:
    // no text ends so.
    private static bool EndsWithZero(ReadOnlySpan<byte> record, in StoredMessageHeader header)
        => (header.PropertiesLength > 0 ? header.GetProperties(record) : header.GetTopic(record)) is [.., 0];

    /// <summary>Walks over one file, from where the walk has come to.</summary>
    /// <returns>Whether the log goes on in the next file; null when a queue lacks entries from before.</returns>
    private bool? WalkFile(MappedFile file, in DispatchRules rules, ref LogEnd end)
    {
        var position = (int)(end.Offset - file.StartOffset);
        while (position < file.Size)
        {
            var bytes = file.GetSpan(position, file.Size - position);
            end.Offset = file.StartOffset + position;
            end.Kind = LogInspector.Inspect(bytes, end.Offset, bytes.Length, parts.Options.CheckCRCOnRecover, out var header);
            switch (end.Kind)
            {
                case LogEntryKind.Record:
                    end.Torn = EndsWithZero(bytes, header) ? (end.Offset, end.Timestamp) : null;
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

    private void Finish(bool clean, int firstWalked, in LogEnd end)
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

    /// <summary>Where a walk has come to: the place, the newest record's store timestamp, and what lies at the place.</summary>
    private record struct LogEnd(long Offset, long Timestamp, LogEntryKind Kind)
    {
        /// <summary>Where the newest record begins and the timestamp before it, if the record looks torn in case nothing follows it.</summary>
        public (long Offset, long Timestamp)? Torn { get; set; }
    }
}
