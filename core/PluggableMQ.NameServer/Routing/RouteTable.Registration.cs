using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <content>Brokers that come and say what they have.</content>
internal sealed partial class RouteTable
{
    /// <summary>Takes a registration (103): topics are merged, never removed, and ignored when the version is the one already known.</summary>
    public RegistrationResult Register(BrokerRegistration registration)
    {
        if (RegistrationRules.Check(registration) is { } problem) return new RegistrationResult(problem);
        return Write(() => RegisterLocked(registration));
    }

    /// <summary>Forgets a broker that says good-bye (104).</summary>
    public void Unregister(string clusterName, string brokerName, long brokerId, string address)
    {
        var known = Write(() =>
        {
            _filterServers.Remove(address);
            var wasLive = _live.Remove(address);
            if (!_brokers.TryGetValue(brokerName, out var broker)) return wasLive;
            RemoveAddress(broker, brokerId);
            if (_brokers.ContainsKey(brokerName)) return wasLive;
            RemoveFromCluster(clusterName, brokerName);
            RemoveTopicsOf(brokerName);
            return wasLive;
        });
        if (known) NameServerLog.BrokerUnregistered(_logger, brokerName, brokerId, address);
    }

    /// <summary>Whether what a broker has differs from what is known of it (322); if not, that is a sign of life.</summary>
    /// <param name="address">The broker's address.</param>
    /// <param name="version">Its version, or null when it named none.</param>
    /// <returns>Whether it differs, and the version that is known.</returns>
    public (bool Changed, DataVersion? Known) QueryDataVersion(string address, DataVersion? version) => Read(() =>
    {
        if (!_live.TryGetValue(address, out var live)) return (true, (DataVersion?)null);
        var changed = live.DataVersion != version;
        if (!changed) live.Touch(_clock.GetTimestamp());
        return (changed, live.DataVersion);
    });

    private RegistrationResult RegisterLocked(BrokerRegistration registration)
    {
        var (brokerName, address) = (registration.BrokerName, registration.Address);
        _brokers.TryGetValue(brokerName, out var broker);
        _live.TryGetValue(address, out var live);
        var first = broker is null || !HasId(broker, registration);
        var merged = registration.IsMaster && (first || live is null || live.DataVersion != registration.Topics.DataVersion);
        if (CheckRoom(registration, broker is null, live is null, merged) is { } refusal) return new RegistrationResult(refusal);

        if (!_clusters.TryGetValue(registration.ClusterName, out var names)) _clusters.Add(registration.ClusterName, names = new SortedSet<string>(StringComparer.Ordinal));
        names.Add(brokerName);
        broker = PutAddress(broker, registration);
        if (merged)
        {
            foreach (var (topic, config) in registration.Topics.TopicConfigTable) PutQueue(RegistrationRules.TopicName(topic, config), ToQueueData(brokerName, config));
        }

        _live[address] = new LiveBroker(_clock.GetTimestamp(), registration.Topics.DataVersion, registration.Owner, registration.HaServerAddress);
        if (registration.FilterServers is { Count: > 0 } servers) _filterServers[address] = [.. servers];
        else if (registration.FilterServers is not null) _filterServers.Remove(address);

        var topics = registration.Topics.TopicConfigTable.Count;
        if (live is null) NameServerLog.BrokerRegistered(_logger, brokerName, registration.BrokerId, address, registration.ClusterName, topics);
        else if (merged) NameServerLog.TopicsMerged(_logger, brokerName, registration.BrokerId, address, topics, registration.Topics.DataVersion.Counter);
        return FindMaster(registration, broker);
    }

    // The same address under another id goes first (a slave that became the master), so only what remains under this id counts.
    private static bool HasId(BrokerData broker, BrokerRegistration registration) => broker.BrokerAddrs.ContainsKey(registration.BrokerId);

    private BrokerData PutAddress(BrokerData? broker, BrokerRegistration registration)
    {
        var addresses = new SortedDictionary<long, string>();
        foreach (var (id, address) in broker?.BrokerAddrs ?? [])
        {
            if (!string.Equals(address, registration.Address, StringComparison.Ordinal)) addresses.Add(id, address);
        }

        addresses[registration.BrokerId] = registration.Address;
        var replacement = new BrokerData { Cluster = broker?.Cluster ?? registration.ClusterName, BrokerName = registration.BrokerName, BrokerAddrs = addresses };
        _brokers[registration.BrokerName] = replacement;
        return replacement;
    }

    private RegistrationResult FindMaster(BrokerRegistration registration, BrokerData broker)
    {
        if (!registration.IsMaster && broker.BrokerAddrs.TryGetValue(MasterId, out var master) && _live.TryGetValue(master, out var live))
            return new RegistrationResult(null, master, live.HaServerAddress);
        return new RegistrationResult(null);
    }

    // Checked before anything changes: a registration is taken as a whole or not at all.
    private string? CheckRoom(BrokerRegistration registration, bool newBroker, bool newAddress, bool merged)
    {
        var limit = _options.MaxRegisteredBrokers;
        if ((newAddress && _live.Count >= limit) || (newBroker && _brokers.Count >= limit)
            || (_clusters.Count >= limit && !_clusters.ContainsKey(registration.ClusterName)))
        {
            return $"{limit} brokers or clusters are registered, which is the limit (maxRegisteredBrokers)";
        }

        if (!merged) return null;
        var added = registration.Topics.TopicConfigTable.Count(
            entry => !_topics.TryGetValue(RegistrationRules.TopicName(entry.Key, entry.Value), out var queues) || !queues.ContainsKey(registration.BrokerName));
        return _queueEntries + added <= _options.MaxRegisteredQueues
            ? null
            : $"{added} new topics would exceed the limit of {_options.MaxRegisteredQueues} topics on brokers (maxRegisteredQueues)";
    }

    private static QueueData ToQueueData(string brokerName, TopicConfig config) => new()
    {
        BrokerName = brokerName,
        ReadQueueNums = config.ReadQueueNums,
        WriteQueueNums = config.WriteQueueNums,
        Perm = config.Perm,
        TopicSysFlag = config.TopicSysFlag,
    };
}
