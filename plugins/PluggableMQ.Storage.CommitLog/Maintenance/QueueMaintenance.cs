using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Append;

namespace PluggableMQ.Storage.CommitLog.Maintenance;

/// <summary>Lists queues, and removes what is not needed any more.</summary>
internal sealed class QueueMaintenance(StoreParts parts, MessageAppender appender, LogCleaner cleaner, Action requestCleaning) : IQueueMaintenance
{
    public IReadOnlyCollection<(string Topic, int QueueId)> GetQueues() => [.. parts.Queues.All.Select(static queue => (queue.Topic, queue.QueueId))];

    public int RemoveTopicsExcept(IReadOnlySet<string> retainedTopics)
    {
        var unused = parts.Queues.All.Where(queue => !retainedTopics.Contains(queue.Topic) && !TopicValidator.IsSystemTopic(queue.Topic));
        var topics = unused.GroupBy(static queue => queue.Topic).ToArray();
        foreach (var topic in topics)
        {
            lock (appender.Lock)
            {
                foreach (var queue in topic) parts.Queues.Remove(queue);
            }

            StoreEvents.TopicRemoved(parts.Logger, topic.Key);
        }

        return topics.Length;
    }

    public void RemoveExpiredQueues() => cleaner.CleanQueues();

    public void RemoveExpiredLogs()
    {
        cleaner.RequestByHand();
        requestCleaning();
    }
}
