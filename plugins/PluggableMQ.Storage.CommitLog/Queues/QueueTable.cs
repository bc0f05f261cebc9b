using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Files;

namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>All consume queues of a store.</summary>
internal sealed class QueueTable(StorePaths paths, int fileSize, MappedFileSettings settings)
{
    // Small: a store may have thousands of queues with a few messages each. 64 KiB hold 3,276 entries.
    private const int AllocationStep = 64 * 1024;

    private readonly ConcurrentDictionary<QueueKey, ConsumeQueue> _queues = new();

    /// <summary>All queues, with no order.</summary>
    public ICollection<ConsumeQueue> All => _queues.Values;

    /// <summary>Whether a topic can be the name of a directory. Names from the network must not lead out of the store.</summary>
    public static bool IsUsable(string topic)
        => topic.Length > 0 && topic is not ("." or "..") && topic.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && !topic.Contains('\\', StringComparison.Ordinal);

    public ConsumeQueue? Find(string topic, int queueId) => _queues.TryGetValue(new QueueKey(topic, queueId), out var queue) ? queue : null;

    /// <summary>The queue, made if it does not exist (its first file comes with its first entry).</summary>
    /// <returns>Null when the topic or the queue id cannot be stored.</returns>
    public ConsumeQueue? FindOrAdd(string topic, int queueId)
    {
        if (Find(topic, queueId) is { } queue) return queue;
        return queueId >= 0 && IsUsable(topic) ? _queues.GetOrAdd(new QueueKey(topic, queueId), Make) : null;
    }

    /// <summary>A number that changes with the number of entries of any queue.</summary>
    public long GetFingerprint()
    {
        var sum = 0L;
        foreach (var queue in All)
        {
            // Queues without entries come and go.
            if (queue.MaxOffset > 0) sum += unchecked(((((long)JavaHash.Of(queue.Topic) * 31) + queue.QueueId) * 0x9E3779B97F4A7C1) ^ (queue.MaxOffset * 0x5851F42D4C957F2D));
        }

        return sum;
    }

    /// <summary>Opens what is on disk.</summary>
    public void Load(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(paths.ConsumeQueues)) return;
        foreach (var topicPath in Directory.GetDirectories(paths.ConsumeQueues))
        {
            foreach (var queuePath in Directory.GetDirectories(topicPath))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!int.TryParse(Path.GetFileName(queuePath), NumberStyles.None, CultureInfo.InvariantCulture, out var queueId))
                {
                    StoreEvents.UnknownFile(settings.Logger, queuePath);
                    continue;
                }

                FindOrAdd(Path.GetFileName(topicPath), queueId)!.Files.Load();
            }
        }
    }

    /// <summary>Removes a queue with its files. Under the append lock.</summary>
    public void Remove(ConsumeQueue queue)
    {
        queue.IsRemoved = true;
        _queues.TryRemove(new QueueKey(queue.Topic, queue.QueueId), out _);
        queue.Files.RemoveAll();
        var topicPath = paths.GetTopic(queue.Topic);
        if (Directory.Exists(topicPath) && !Directory.EnumerateFileSystemEntries(topicPath).Any()) Directory.Delete(topicPath);
    }

    /// <summary>Lets go of all files.</summary>
    public void Close()
    {
        foreach (var queue in All) queue.Files.Close();
    }

    private ConsumeQueue Make(QueueKey key)
        => new(key.Topic, key.QueueId, new MappedFileSet(paths.GetQueue(key.Topic, key.QueueId), fileSize, AllocationStep, settings));
}
