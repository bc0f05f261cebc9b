using System.Globalization;
using System.Net;
using System.Text;
using PluggableMQ.Broker.Options;

namespace PluggableMQ.Broker;

/// <summary>Who this broker is: names and addresses, the latter known once it listens.</summary>
internal sealed class BrokerIdentity
{
    private IPEndPoint _storeHost = new(IPAddress.Loopback, 0);

    public BrokerIdentity(BrokerOptions options)
    {
        BrokerName = options.BrokerName;
        ClusterName = options.BrokerClusterName;
        ClusterNameUtf8 = Encoding.UTF8.GetBytes(ClusterName);
        BrokerId = options.BrokerId;
        Ip1 = options.BrokerIP1 is { Length: > 0 } ip1 ? ip1 : LocalAddress.Find();
        Ip2 = options.BrokerIP2 is { Length: > 0 } ip2 ? ip2 : Ip1;
        SetPort(options.ListenPort);
    }

    public string BrokerName { get; }

    public string ClusterName { get; }

    /// <summary>The value of each stored message's CLUSTER property.</summary>
    public ReadOnlyMemory<byte> ClusterNameUtf8 { get; }

    public long BrokerId { get; }

    /// <summary>brokerIP1.</summary>
    public string Ip1 { get; }

    /// <summary>brokerIP2.</summary>
    public string Ip2 { get; }

    /// <summary>What clients dial: <c>brokerIP1:listenPort</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What slaves would dial: <c>brokerIP2:listenPort+1</c>.</summary>
    public string HaAddress { get; private set; } = "";

    /// <summary>The address written into each record.</summary>
    public IPEndPoint StoreHost => _storeHost;

    /// <summary>Called once the main port is bound.</summary>
    public void SetPort(int port)
    {
        Address = Join(Ip1, port);
        HaAddress = Join(Ip2, port + 1);
        // A host name cannot be stored in a record; resolve it once, as Java's InetSocketAddress does.
        var address = IPAddress.TryParse(Ip1, out var ip) ? ip : Array.Find(Dns.GetHostAddresses(Ip1), _ => true) ?? IPAddress.Loopback;
        _storeHost = new IPEndPoint(address, port);
    }

    private static string Join(string host, int port)
        => host.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
}
