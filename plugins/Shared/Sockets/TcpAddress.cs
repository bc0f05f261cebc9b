using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.PluginShared.Sockets;

/// <summary>From endpoints to IP addresses and back, and what to say when that does not work.</summary>
internal static class TcpAddress
{
    /// <summary>The addresses to connect to, in the resolver's order.</summary>
    public static async ValueTask<IPAddress[]> ResolveAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        CheckShape(endpoint);
        if (endpoint.Port == 0)
            throw new TransportException($"{endpoint} has no port to connect to. Write host:port with a port from 1 to 65535.", endpoint);
        if (IPAddress.TryParse(endpoint.Host, out var address)) return [address];
        try
        {
            var found = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
            return found.Length > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException e)
        {
            throw new TransportException(
                $"The host name '{endpoint.Host}' of {endpoint} does not resolve: {e.Message}. Check the name, or use an IP " +
                "address.", endpoint, e);
        }
    }

    /// <summary>The address to bind: <c>0.0.0.0</c>, <c>*</c> and nothing mean all IPv4 addresses, <c>::</c> those of both
    /// families.</summary>
    public static async ValueTask<IPEndPoint> ResolveForListeningAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Host is "" or "*") return new IPEndPoint(IPAddress.Any, endpoint.Port);
        if (IPAddress.TryParse(endpoint.Host, out var address)) return new IPEndPoint(address, endpoint.Port);
        try
        {
            var found = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
            // IPv4 first: RocketMQ writes the addresses of messages as IPv4.
            var chosen = Array.Find(found, static a => a.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault();
            return new IPEndPoint(chosen ?? throw new SocketException((int)SocketError.HostNotFound), endpoint.Port);
        }
        catch (SocketException e)
        {
            throw new TransportException(
                $"Cannot listen on {endpoint}: the host name does not resolve: {e.Message}. Use an IP address of this machine, or " +
                "0.0.0.0.", endpoint, e);
        }
    }

    /// <summary>An address as RocketMQ writes it: IPv4 addresses that came through an IPv6 socket are IPv4.</summary>
    public static IPEndPoint Normalize(EndPoint? endPoint) => endPoint switch
    {
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped => new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port),
        IPEndPoint plain => plain,
        _ => new IPEndPoint(IPAddress.None, 0),
    };

    public static string DescribeBindFailure(TransportEndpoint endpoint, Exception failure)
    {
        var error = failure as SocketException ?? failure.InnerException as SocketException;
        var remedy = error?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use. Stop the process that listens there, or choose another port",
            SocketError.AccessDenied => "permission denied. Choose a port above 1023, or grant the right to bind low ports",
            SocketError.AddressNotAvailable => "this machine has no such address. Use one of its own, or 0.0.0.0",
            _ => failure.Message,
        };
        return $"Cannot listen on {endpoint}: {remedy}.";
    }

    public static string DescribeConnectFailure(TransportEndpoint endpoint, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{endpoint} refused the connection: nobody listens there. Check the address, and that the peer " +
            "runs.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"{endpoint} cannot be reached: {failure.Message}. Check the " +
            "address and the network.",
        _ => $"Connecting to {endpoint} failed: {failure.Message}.",
    };

    /// <summary>Refuses what TCP has no meaning for.</summary>
    public static void CheckShape(TransportEndpoint endpoint)
    {
        if (endpoint.Path is not null)
            throw new TransportException($"{endpoint} has a path, which TCP does not know. Write host:port.", endpoint);
    }
}
