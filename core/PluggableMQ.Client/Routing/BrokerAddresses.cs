using System.Globalization;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Client.Routing;

/// <summary>The addresses of the brokers of one name: the master has id 0. Immutable.</summary>
internal sealed class BrokerAddresses
{
    private readonly KeyValuePair<long, string>[] _addresses;

    /// <summary>Takes the addresses by broker id.</summary>
    public BrokerAddresses(string name, IEnumerable<KeyValuePair<long, string>> addresses)
    {
        Name = name;
        _addresses = [.. addresses.OrderBy(static address => address.Key)];
        Master = Find(BrokerTable.MasterId);
        MasterVip = Master is null ? null : GetVip(Master);
    }

    /// <summary>The broker's name.</summary>
    public string Name { get; }

    /// <summary>The master's address, or null when there is none now.</summary>
    public string? Master { get; }

    /// <summary>The address of the master's second port.</summary>
    public string? MasterVip { get; }

    /// <summary>All, by id.</summary>
    public ReadOnlySpan<KeyValuePair<long, string>> All => _addresses;

    /// <summary>The address of an id, or null.</summary>
    public string? Find(long id)
    {
        foreach (var (key, address) in _addresses)
        {
            if (key == id) return address;
        }

        return null;
    }

    /// <summary>These without the addresses that fail a test; null when none is left.</summary>
    public BrokerAddresses? Keep(Func<string, bool> isKnown)
    {
        if (Array.TrueForAll(_addresses, address => isKnown(address.Value))) return this;
        var kept = Array.FindAll(_addresses, address => isKnown(address.Value));
        return kept.Length == 0 ? null : new BrokerAddresses(Name, kept);
    }

    /// <summary>The address with its port minus two (<c>MixAll.brokerVIPChannel</c>).</summary>
    public static string GetVip(string address)
        => TransportEndpoint.TryParse(address, out var endpoint) && endpoint.Port > 2
            ? (endpoint with { Port = endpoint.Port - 2 }).ToString()
            : address;

    /// <inheritdoc/>
    public override string ToString()
        => string.Join(", ", _addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"{address.Key}: {address.Value}")));
}
