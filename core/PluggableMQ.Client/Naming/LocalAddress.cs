using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PluggableMQ.Client.Naming;

/// <summary>This machine's address as a client id shows it (<c>RemotingUtil.getLocalAddress</c>).</summary>
internal static class LocalAddress
{
    /// <summary>The address; IPv6 in brackets.</summary>
    public static string Text => Choose(GetAll());

    /// <summary>Picks one: an IPv4 address before IPv6, those of 127.* and 192.168.* only when there is no other.</summary>
    public static string Choose(IEnumerable<IPAddress> addresses)
    {
        IPAddress? lastV4 = null;
        IPAddress? firstV6 = null;
        foreach (var address in addresses)
        {
            if (IPAddress.IsLoopback(address)) continue;
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                firstV6 ??= address;
                continue;
            }

            lastV4 = address;
            if (!address.ToString().StartsWith("192.168.", StringComparison.Ordinal)) break;
        }

        if (lastV4 is not null) return lastV4.ToString();
        // The scope (%eth0) means nothing to others.
        return firstV6 is null ? IPAddress.Loopback.ToString() : $"[{new IPAddress(firstV6.GetAddressBytes())}]";
    }

    /// <summary>The addresses of all interfaces, in the order of the system.</summary>
    public static IEnumerable<IPAddress> GetAll()
    {
        foreach (var adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (adapter.OperationalStatus == OperationalStatus.Down) continue;
            foreach (var unicast in adapter.GetIPProperties().UnicastAddresses)
            {
                if (unicast.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) yield return unicast.Address;
            }
        }
    }
}
