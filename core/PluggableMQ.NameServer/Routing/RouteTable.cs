using Microsoft.Extensions.Logging;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Routing;

/// <summary>Who serves which topic (<c>RouteInfoManager</c>): five tables under one reader-writer lock. Thread-safe; nothing is persisted.</summary>
/// <remarks>
/// <see cref="QueueData"/> and <see cref="BrokerData"/> objects are never changed once they are in a table, only replaced: what a query hands out
/// can be encoded without the lock.
/// </remarks>
[RoleService]
internal sealed partial class RouteTable : IDisposable
{
    public const long MasterId = 0;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly NameServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    // Topic to broker name to queues (topicQueueTable). Sorted, so that answers do not depend on who came first.
    private readonly Dictionary<string, SortedDictionary<string, QueueData>> _topics = new(StringComparer.Ordinal);

    // Broker name to addresses (brokerAddrTable).
    private readonly SortedDictionary<string, BrokerData> _brokers = new(StringComparer.Ordinal);

    // Cluster to broker names (clusterAddrTable).
    private readonly SortedDictionary<string, SortedSet<string>> _clusters = new(StringComparer.Ordinal);

    // Broker address to sign of life (brokerLiveTable).
    private readonly Dictionary<string, LiveBroker> _live = new(StringComparer.Ordinal);

    // Broker address to filter servers (filterServerTable).
    private readonly Dictionary<string, List<string>> _filterServers = new(StringComparer.Ordinal);

    private int _queueEntries;

    public RouteTable(NameServerOptions options, ILogger<RouteTable> logger, TimeProvider clock)
    {
        _options = options;
        _logger = logger;
        _clock = clock;
    }

    public void Dispose() => _lock.Dispose();

    private T Read<T>(Func<T> query)
    {
        _lock.EnterReadLock();
        try
        {
            return query();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private T Write<T>(Func<T> change)
    {
        _lock.EnterWriteLock();
        try
        {
            return change();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private void PutQueue(string topic, QueueData queue)
    {
        if (!_topics.TryGetValue(topic, out var queues)) _topics.Add(topic, queues = new SortedDictionary<string, QueueData>(StringComparer.Ordinal));
        if (!queues.ContainsKey(queue.BrokerName)) _queueEntries++;
        queues[queue.BrokerName] = queue;
    }

    private bool RemoveQueue(string topic, string brokerName)
    {
        if (!_topics.TryGetValue(topic, out var queues) || !queues.Remove(brokerName)) return false;
        _queueEntries--;
        if (queues.Count == 0) _topics.Remove(topic);
        return true;
    }

    private void RemoveTopicsOf(string brokerName)
    {
        foreach (var topic in _topics.Where(entry => entry.Value.ContainsKey(brokerName)).Select(static entry => entry.Key).ToList()) RemoveQueue(topic, brokerName);
    }

    private bool RemoveFromCluster(string cluster, string brokerName)
    {
        if (!_clusters.TryGetValue(cluster, out var names) || !names.Remove(brokerName)) return false;
        if (names.Count == 0) _clusters.Remove(cluster);
        return true;
    }
}
