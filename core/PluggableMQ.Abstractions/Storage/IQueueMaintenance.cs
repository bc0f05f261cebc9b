namespace PluggableMQ.Abstractions.Storage;

/// <summary>Housekeeping of queues. An optional ability of a store.</summary>
public interface IQueueMaintenance
{
    /// <summary>All queues that exist, with no order.</summary>
    /// <returns>Topic and queue id of each.</returns>
    IReadOnlyCollection<(string Topic, int QueueId)> GetQueues();

    /// <summary>Removes the queues of topics that are not to be kept. System topics are always kept.</summary>
    /// <param name="retainedTopics">The topics to keep.</param>
    /// <returns>How many topics were removed.</returns>
    int RemoveTopicsExcept(IReadOnlySet<string> retainedTopics);

    /// <summary>Removes queue files whose messages are gone from the log.</summary>
    void RemoveExpiredQueues();

    /// <summary>Starts a removal of expired log files, without waiting for its usual hour.</summary>
    void RemoveExpiredLogs();
}
