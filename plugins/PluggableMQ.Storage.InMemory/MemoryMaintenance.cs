using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Storage.InMemory;

/// <summary>Lists queues, and removes what is not needed any more.</summary>
internal sealed class MemoryMaintenance(QueueTable queues, MemoryAppender appender) : IQueueMaintenance
{
    public IReadOnlyCollection<(string Topic, int QueueId)> GetQueues() => [.. queues.All.Select(static queue => (queue.Topic, queue.QueueId))];

    public int RemoveTopicsExcept(IReadOnlySet<string> retainedTopics)
    {
        lock (appender.Lock)
        {
            var unused = queues.All.Where(queue => !retainedTopics.Contains(queue.Topic) && !TopicValidator.IsSystemTopic(queue.Topic)).ToArray();
            foreach (var queue in unused) queues.Remove(queue);
            return unused.DistinctBy(static queue => queue.Topic).Count();
        }
    }

    public void RemoveExpiredQueues()
    {
        // Entries go with their messages.
    }

    public void RemoveExpiredLogs()
    {
        // Messages go when the memory is full, not by age.
    }
}
