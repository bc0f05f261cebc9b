using System.Collections.Concurrent;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>Where the brokers of all known routes are (<c>brokerAddrTable</c>). Thread-safe.</summary>
internal sealed class BrokerTable
{
    /// <summary>The id of a master.</summary>
    public const long MasterId = 0;

    private readonly ConcurrentDictionary<string, BrokerAddresses> _brokers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _versions = new(StringComparer.Ordinal);

    /// <summary>All brokers, as they are now.</summary>
    public ICollection<BrokerAddresses> All => _brokers.Values;

    /// <summary>Takes over the brokers of a route.</summary>
    public void Update(IEnumerable<BrokerData> brokers)
    {
        foreach (var broker in brokers) _brokers[broker.BrokerName] = new BrokerAddresses(broker.BrokerName, broker.BrokerAddrs);
    }

    /// <summary>The master's address, for sends (<c>findBrokerAddressInPublish</c>); null when not known.</summary>
    public string? FindMaster(string brokerName, bool vip)
        => _brokers.TryGetValue(brokerName, out var broker) ? vip ? broker.MasterVip : broker.Master : null;

    /// <summary>An address to pull from (<c>findBrokerAddressInSubscribe</c>): that of the wished id; instead of a missing slave the next
    /// one, else any.</summary>
    public (string Address, bool IsSlave)? FindForPull(string brokerName, long brokerId)
    {
        if (!_brokers.TryGetValue(brokerName, out var broker) || broker.All.IsEmpty) return null;
        if (broker.Find(brokerId) is { } wished) return (wished, brokerId != MasterId);
        if (brokerId != MasterId && broker.Find(brokerId + 1) is { } next) return (next, true);
        var (id, any) = broker.All[0];
        return (any, id != MasterId);
    }

    /// <summary>Forgets the addresses that fail a test, and brokers that have none left (<c>cleanOfflineBroker</c>).</summary>
    /// <returns>The names of the brokers that lost an address.</returns>
    public IReadOnlyList<string> RemoveUnknown(Func<string, bool> isKnown)
    {
        List<string> changed = [];
        foreach (var (name, broker) in _brokers)
        {
            var kept = broker.Keep(isKnown);
            if (ReferenceEquals(kept, broker)) continue;
            // Only what was looked at is replaced: a route that came in between wins.
            var replaced = kept is null
                ? _brokers.TryRemove(KeyValuePair.Create(name, broker))
                : _brokers.TryUpdate(name, kept, broker);
            if (replaced) changed.Add(name);
        }

        foreach (var address in _versions.Keys)
        {
            if (!isKnown(address)) _versions.TryRemove(address, out _);
        }

        return changed;
    }

    /// <summary>Remembers the version that a broker announced in its heartbeat response.</summary>
    public void SetVersion(string address, int version) => _versions[address] = version;

    /// <summary>The broker's version; 0 when it has not answered a heartbeat yet.</summary>
    public int GetVersion(string address) => _versions.GetValueOrDefault(address);
}
