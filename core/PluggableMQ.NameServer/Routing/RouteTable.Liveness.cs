using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <content>Brokers that go without a word.</content>
internal sealed partial class RouteTable
{
    /// <summary>Removes what was registered over a connection that has closed.</summary>
    /// <param name="owner">The connection.</param>
    /// <returns>How many brokers were removed.</returns>
    public int RemoveOwnedBy(object owner)
    {
        // Most connections are clients': those need no write lock.
        var addresses = Read(() => _live.Where(entry => ReferenceEquals(entry.Value.Owner, owner)).Select(static entry => entry.Key).ToList());
        if (addresses.Count == 0) return 0;
        var removed = Write(() => addresses.FindAll(address =>
        {
            // The broker may have come back on another connection in between.
            if (!_live.TryGetValue(address, out var live) || !ReferenceEquals(live.Owner, owner)) return false;
            RemoveAddress(address);
            return true;
        }));
        foreach (var address in removed) NameServerLog.BrokerDisconnected(_logger, address);
        return removed.Count;
    }

    /// <summary>Removes brokers that have not registered for too long.</summary>
    /// <returns>The connections that they registered over; to be closed.</returns>
    public IReadOnlyList<object> RemoveExpired()
    {
        var limit = TimeSpan.FromMilliseconds(_options.BrokerChannelExpiredTime);
        var now = _clock.GetTimestamp();
        var expired = Write(() =>
        {
            var found = _live.Where(entry => _clock.GetElapsedTime(entry.Value.LastSeen, now) > limit).ToList();
            foreach (var (address, _) in found) RemoveAddress(address);
            return found;
        });
        foreach (var (address, _) in expired) NameServerLog.BrokerExpired(_logger, address, _options.BrokerChannelExpiredTime);
        return expired.ConvertAll(static entry => entry.Value.Owner);
    }

    // Topics stay while a slave is left: it can still be read from.
    private void RemoveAddress(string address)
    {
        _live.Remove(address);
        _filterServers.Remove(address);
        foreach (var (name, broker) in _brokers)
        {
            foreach (var (id, value) in broker.BrokerAddrs)
            {
                if (!string.Equals(value, address, StringComparison.Ordinal)) continue;
                RemoveAddress(broker, id);
                if (_brokers.ContainsKey(name)) return;
                foreach (var cluster in _clusters.Keys)
                {
                    if (RemoveFromCluster(cluster, name)) break;
                }

                RemoveTopicsOf(name);
                return;
            }
        }
    }

    private void RemoveAddress(BrokerData broker, long id)
    {
        var rest = new SortedDictionary<long, string>(broker.BrokerAddrs);
        rest.Remove(id);
        if (rest.Count == 0) _brokers.Remove(broker.BrokerName);
        else _brokers[broker.BrokerName] = new BrokerData { Cluster = broker.Cluster, BrokerName = broker.BrokerName, BrokerAddrs = rest };
    }
}
