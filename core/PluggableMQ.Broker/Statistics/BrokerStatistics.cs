using System.Collections.Concurrent;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Topics;

namespace PluggableMQ.Broker.Statistics;

/// <summary>
/// What the broker counts (<c>BrokerStatsManager</c>, <c>StoreStatsService</c>). Adding is lock-free and allocates nothing.
/// </summary>
internal sealed class BrokerStatistics
{
    private readonly ConcurrentDictionary<(string Topic, string Group), TrafficCounter> _gets = new();
    private long _failedPuts;
    private long _misses;

    /// <summary>All messages stored for producers.</summary>
    public TrafficCounter Put { get; } = new();

    /// <summary>All messages given to consumers; a call is a pull that found something.</summary>
    public TrafficCounter Get { get; } = new();

    /// <summary>Sends that were not stored.</summary>
    public long FailedPuts => Volatile.Read(ref _failedPuts);

    /// <summary>Pulls that found nothing.</summary>
    public long Misses => Volatile.Read(ref _misses);

    /// <summary>What each group got of each topic.</summary>
    public IEnumerable<KeyValuePair<(string Topic, string Group), TrafficCounter>> Gets => _gets;

    public void CountPut(TopicEntry topic, in AppendResult result, int messages)
    {
        if (!result.IsStored)
        {
            Interlocked.Increment(ref _failedPuts);
            return;
        }

        topic.Put.Add(messages, result.Size);
        Put.Add(messages, result.Size);
    }

    public void CountGet(string topic, string group, int messages, int bytes)
    {
        if (!_gets.TryGetValue((topic, group), out var counter)) counter = _gets.GetOrAdd((topic, group), static _ => new TrafficCounter());
        counter.Add(messages, bytes);
        Get.Add(messages, bytes);
    }

    public void CountMiss() => Interlocked.Increment(ref _misses);

    public TrafficCounter? FindGet(string topic, string group) => _gets.GetValueOrDefault((topic, group));

    /// <summary>Forgets what is counted of a group that was deleted.</summary>
    public void RemoveGroup(string group) => Remove(key => key.Group == group);

    /// <summary>Forgets what is counted of a topic that was deleted.</summary>
    public void RemoveTopic(string topic) => Remove(key => key.Topic == topic);

    private void Remove(Func<(string Topic, string Group), bool> isGone)
    {
        foreach (var (key, _) in _gets)
        {
            if (isGone(key)) _gets.TryRemove(key, out _);
        }
    }
}
