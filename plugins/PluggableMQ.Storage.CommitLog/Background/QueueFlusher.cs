using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Log;
using PluggableMQ.Storage.CommitLog.Queues;

namespace PluggableMQ.Storage.CommitLog.Background;

/// <summary>Brings the consume queues to the disk and saves the checkpoint (<c>FlushConsumeQueueService</c>).</summary>
internal sealed class QueueFlusher(RecordLog log, QueueTable queues, Checkpoint checkpoint, CommitLogOptions options, TimeProvider clock)
{
    private long _lastThorough = clock.GetTimestamp();

    /// <summary>One round.</summary>
    public void Run()
    {
        if (clock.GetElapsedTime(_lastThorough) >= TimeSpan.FromMilliseconds(options.FlushConsumeQueueThoroughInterval))
        {
            _lastThorough = clock.GetTimestamp();
            FlushAll();
            return;
        }

        foreach (var queue in queues.All) queue.Flush(options.FlushConsumeQueueLeastPages);
    }

    /// <summary>Flushes everything and saves the checkpoint.</summary>
    public void FlushAll()
    {
        var timestamp = log.LastStoreTimestamp;
        foreach (var queue in queues.All) queue.Flush(leastPages: 0);
        checkpoint.QueuesTimestamp = timestamp;
        checkpoint.Save();
    }
}
