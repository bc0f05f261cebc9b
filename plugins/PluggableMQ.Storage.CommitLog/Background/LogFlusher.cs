using PluggableMQ.Storage.CommitLog.Append;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;

namespace PluggableMQ.Storage.CommitLog.Background;

/// <summary>Brings the log to the disk: at an interval (<c>FlushRealTimeService</c>), or at once for those who wait (<c>GroupCommitService</c>).</summary>
internal sealed class LogFlusher(RecordLog log, Checkpoint checkpoint, CommitLogOptions options, TimeProvider clock, GroupCommit? groupCommit)
{
    private const int PageSize = 4096;

    private readonly Func<long> _flushAll = () => FlushAll(log, checkpoint);
    private long _lastThorough = clock.GetTimestamp();

    /// <summary>One round.</summary>
    public void Run()
    {
        if (groupCommit is not null)
        {
            groupCommit.Commit(_flushAll);
            return;
        }

        var thorough = clock.GetElapsedTime(_lastThorough) >= TimeSpan.FromMilliseconds(options.FlushCommitLogThoroughInterval);
        if (thorough) _lastThorough = clock.GetTimestamp();
        var waitingPages = (log.MaxOffset / PageSize) - (log.FlushedOffset / PageSize);
        if (thorough || waitingPages >= options.FlushCommitLogLeastPages) FlushAll(log, checkpoint);
    }

    /// <summary>Flushes everything, and answers those who wait or come too late.</summary>
    public void RunLast()
    {
        if (groupCommit is null)
        {
            FlushAll(log, checkpoint);
            return;
        }

        try
        {
            groupCommit.Commit(_flushAll);
        }
        finally
        {
            groupCommit.Close();
        }
    }

    private static long FlushAll(RecordLog log, Checkpoint checkpoint)
    {
        var timestamp = log.LastStoreTimestamp;
        var flushed = log.Flush();
        checkpoint.LogTimestamp = timestamp;
        return flushed;
    }
}
