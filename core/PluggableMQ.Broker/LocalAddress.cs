using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PluggableMQ.Broker;

/// <summary>The address that this machine is reached at when none is configured (<c>RemotingUtil.getLocalAddress</c>).</summary>
internal static class LocalAddress
{
    /// <summary>
    /// The first IPv4 address that is neither loopback nor link-local; else the first global IPv6 address; else 127.0.0.1.
    /// </summary>
    /// <returns>The address as text.</returns>
    public static string Find()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(nic => nic.OperationalStatus == OperationalStatus.Up && nic.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address))
            .ToList();
        var found = addresses.Find(address => address.AddressFamily == AddressFamily.InterNetwork && !IsLinkLocal(address))
            ?? addresses.Find(address => address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal);
        return (found ?? IPAddress.Loopback).ToString();
    }

    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, ..];
}
