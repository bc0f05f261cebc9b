using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PluggableMQ.Broker.Options;

namespace PluggableMQ.Broker;

/// <summary>Who this broker is: names and addresses, the latter known once it listens.</summary>
internal sealed class BrokerIdentity
{
    private readonly IPAddress _address;
    private IPEndPoint _storeHost = new(IPAddress.Loopback, 0);

    public BrokerIdentity(BrokerOptions options)
    {
        BrokerName = options.BrokerName;
        ClusterName = options.BrokerClusterName;
        ClusterNameUtf8 = Encoding.UTF8.GetBytes(ClusterName);
        BrokerId = options.BrokerId;
        Ip1 = options.BrokerIP1 is { Length: > 0 } ip1 ? ip1 : LocalAddress.Find();
        Ip2 = options.BrokerIP2 is { Length: > 0 } ip2 ? ip2 : Ip1;
        _address = Resolve(Ip1);
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
        _storeHost = new IPEndPoint(_address, port);
    }

    // A host name cannot be stored in a record: it is resolved once, as Java's InetSocketAddress does.
    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        try
        {
            return Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException e)
        {
            throw new BrokerOptionsException(
                [$"brokerIP1: '{host}' is neither an IP address nor a name that resolves ({e.Message}). Write the address that clients reach this broker at."]);
        }
    }

    private static string Join(string host, int port)
        => host.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
}
