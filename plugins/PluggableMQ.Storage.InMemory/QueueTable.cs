using System.Collections.Concurrent;

namespace PluggableMQ.Storage.InMemory;

/// <summary>All queues of the store.</summary>
internal sealed class QueueTable
{
    private readonly ConcurrentDictionary<(string Topic, int QueueId), MemoryQueue> _queues = new();

    public ICollection<MemoryQueue> All => _queues.Values;

    public MemoryQueue? Find(string topic, int queueId) => _queues.TryGetValue((topic, queueId), out var queue) ? queue : null;

    public MemoryQueue FindOrAdd(string topic, int queueId)
        => Find(topic, queueId) ?? _queues.GetOrAdd((topic, queueId), static key => new MemoryQueue(key.Topic, key.QueueId));

    /// <summary>Removes a queue. Under the append lock.</summary>
    public void Remove(MemoryQueue queue)
        => _queues.TryRemove((queue.Topic, queue.QueueId), out _);
}
