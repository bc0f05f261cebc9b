using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <content>Questions of clients and tools.</content>
internal sealed partial class RouteTable
{
    /// <summary>A topic's route (105); null unless it has queues on a broker that is known.</summary>
    public TopicRouteData? FindRoute(string topic) => Read(() =>
    {
        if (!_topics.TryGetValue(topic, out var queues)) return null;
        var route = new TopicRouteData { QueueDatas = [.. queues.Values] };
        foreach (var name in queues.Keys)
        {
            if (!_brokers.TryGetValue(name, out var broker)) continue;
            route.BrokerDatas.Add(broker);
            AddFilterServers(route, broker);
        }

        return route.BrokerDatas.Count > 0 ? route : null;
    });

    /// <summary>All brokers and clusters (106).</summary>
    public ClusterInfo GetClusterInfo() => Read(() =>
    {
        var info = new ClusterInfo();
        foreach (var (name, broker) in _brokers) info.BrokerAddrTable.Add(name, broker);
        foreach (var (cluster, names) in _clusters) info.ClusterAddrTable.Add(cluster, [.. names]);
        return info;
    });

    /// <summary>All topics (206), sorted.</summary>
    public List<string> GetTopics() => GetTopics(static _ => true);

    /// <summary>The topics whose flags, taken from their first broker, are as asked for (311 to 313), sorted.</summary>
    public List<string> GetTopicsByFlag(Predicate<int> matches) => GetTopics(queues => matches(queues.First().Value.TopicSysFlag));

    /// <summary>The topics of a cluster's brokers (224), sorted; none when the cluster is not known.</summary>
    public List<string> GetTopicsOfCluster(string cluster) => Read(() => _clusters.TryGetValue(cluster, out var names)
        ? GetTopicsLocked(queues => names.Any(queues.ContainsKey))
        : []);

    /// <summary>The names of clusters and brokers, which are topics of the system (304), and some broker's address.</summary>
    public TopicList GetSystemTopics() => Read(() =>
    {
        var list = new TopicList { BrokerAddr = _brokers.Values.FirstOrDefault()?.BrokerAddrs.First().Value };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _clusters.SelectMany(static entry => entry.Value.Prepend(entry.Key)))
        {
            if (seen.Add(name)) list.TopicNames.Add(name);
        }

        return list;
    });

    private List<string> GetTopics(Func<SortedDictionary<string, QueueData>, bool> matches) => Read(() => GetTopicsLocked(matches));

    private List<string> GetTopicsLocked(Func<SortedDictionary<string, QueueData>, bool> matches)
    {
        var topics = new List<string>();
        foreach (var (topic, queues) in _topics)
        {
            if (matches(queues)) topics.Add(topic);
        }

        topics.Sort(StringComparer.Ordinal);
        return topics;
    }

    private void AddFilterServers(TopicRouteData route, BrokerData broker)
    {
        if (_filterServers.Count == 0) return;
        foreach (var address in broker.BrokerAddrs.Values)
        {
            if (_filterServers.TryGetValue(address, out var servers)) route.FilterServerTable[address] = servers;
        }
    }
}
