using Microsoft.Extensions.Logging;
using PluggableMQ.Storage.CommitLog.Index;

namespace PluggableMQ.Storage.CommitLog.Maintenance;

/// <summary>Removes log files that have expired or for which the disk is too full, and what points into them (<c>CleanCommitLogService</c>).</summary>
internal sealed class LogCleaner(StoreParts parts, DiskGuard disk, IndexBuilder? index, CancellationToken stopping)
{
    private const int FilesPerRound = 10;
    private const int RoundsByHand = 20;

    // RocketMQ leaves a store that has just started alone for a while.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly long _made = parts.Context.Clock.GetTimestamp();

    private readonly Lock _queuesLock = new();
    private int _roundsByHand;

    /// <summary>Lets the next rounds remove expired files at any hour.</summary>
    public void RequestByHand() => Interlocked.Exchange(ref _roundsByHand, RoundsByHand);

    /// <summary>One round.</summary>
    public void Run()
    {
        try
        {
            if (CleanLog() > 0) CleanQueues();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StoreEvents.CleaningFailed(parts.Logger, exception);
        }
    }

    /// <summary>Removes queue and index files whose messages are gone.</summary>
    public void CleanQueues()
    {
        // By the clock and by hand may come together.
        lock (_queuesLock)
        {
            var min = parts.Log.MinOffset;
            foreach (var queue in parts.Queues.All)
            {
                queue.CorrectMinOffset(min);
                queue.RemoveExpiredFiles(min);
            }

            index?.RemoveExpired();
        }
    }

    private int CleanLog()
    {
        var options = parts.Options;
        var used = disk.Check();
        var byHand = Volatile.Read(ref _roundsByHand) > 0;
        if (byHand) Interlocked.Decrement(ref _roundsByHand);
        else if (parts.Context.Clock.GetElapsedTime(_made) < Quiet) return 0;
        var isFull = used > options.DiskMaxUsedSpaceRatio;
        if (!byHand && !isFull && !options.DeleteWhen.Contains(parts.Context.Clock.GetLocalNow().Hour)) return 0;
        var forcibly = options.CleanFileForciblyEnable && used > options.DiskSpaceCleanForciblyRatio;
        return RemoveFiles(forcibly);
    }

    private int RemoveFiles(bool forcibly)
    {
        var count = 0;
        var expiry = TimeSpan.FromHours(parts.Options.FileReservedTime);
        while (count < FilesPerRound && parts.Log.Files.Files is [var first, _, ..])
        {
            var age = parts.Context.Clock.GetUtcNow() - File.GetLastWriteTimeUtc(first.Path);
            if (!forcibly && age < expiry) break;
            // The end of the log, and what is not on disk yet, always stay.
            if (first.EndOffset > parts.Log.FlushedOffset || parts.Log.Files.RemoveFirst() is not { } removed) break;
            StoreEvents.LogFileRemoved(parts.Logger, removed.Path, forcibly ? "the disk is nearly full" : "it has expired");
            count++;
            // A pause, so that a file system that is slow to remove large files does not stall the appends.
            if (stopping.WaitHandle.WaitOne(parts.Options.DeleteCommitLogFilesInterval)) break;
        }

        return count;
    }
}
