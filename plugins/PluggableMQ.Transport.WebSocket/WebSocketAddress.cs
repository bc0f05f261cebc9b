using System.Globalization;
using System.Net;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Which URL an endpoint is dialled at.</summary>
internal static class WebSocketAddress
{
    /// <summary>The scheme without TLS.</summary>
    public const string Plain = "ws";

    /// <summary>The scheme with TLS.</summary>
    public const string Tls = "wss";

    /// <summary>The subprotocol: RocketMQ's remoting frames as one stream of bytes, in binary messages of any size.</summary>
    public const string Subprotocol = "pmq.remoting.v1";

    private const string HostMark = "{host}";
    private const string PortMark = "{port}";

    /// <summary>The URL of an endpoint: its own path, or the gateway's URL, or the path among the options.</summary>
    /// <exception cref="TransportException">The endpoint makes no URL.</exception>
    public static Uri ToUrl(TransportEndpoint endpoint, string scheme, WebSocketTransportOptions options)
    {
        if (endpoint.Host.Length == 0 || endpoint.Port == 0)
            throw new TransportException(
                $"{endpoint} has no {(endpoint.Host.Length == 0 ? "host" : "port")} to connect to. Write host:port with a port from 1 to 65535.",
                endpoint);
        var text = endpoint.Path is null && options.Gateway.Length > 0
            ? Fill(options.Gateway, endpoint.Host, endpoint.Port)
            : (endpoint with { Scheme = scheme, Path = endpoint.Path ?? options.Path }).ToString();
        return TryMake(text, out var url) ? url : throw new TransportException(
            $"{endpoint} is no address of a WebSocket: '{text}' is no URL. Write host:port or {scheme}://host:port/path.", endpoint);
    }

    /// <summary>What is wrong with a gateway's URL, or null.</summary>
    public static string? CheckGateway(string gateway)
    {
        if (gateway.Length == 0) return null;
        return TryMake(Fill(gateway, "host", 1), out var url) && url is { UserInfo: "", Fragment: "" } ? null
            : $"gateway is '{gateway}'; it must be a URL of http, https, ws or wss without user and password, for example " +
                "https://mq.example.com/pmq/{host}/{port}.";
    }

    /// <summary>The path that a listener answers at.</summary>
    public static string PathOf(TransportEndpoint endpoint, WebSocketTransportOptions options) => endpoint.Path ?? options.Path;

    // An IPv6 address's colons are no separators of a path's parts, but they would be of an authority.
    private static string Fill(string gateway, string host, int port)
    {
        var isIpv6 = IPAddress.TryParse(host, out _) && host.Contains(':', StringComparison.Ordinal);
        return gateway
            .Replace(HostMark, isIpv6 ? Uri.EscapeDataString($"[{host}]") : Uri.EscapeDataString(host), StringComparison.Ordinal)
            .Replace(PortMark, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static bool TryMake(string text, out Uri url)
    {
        url = null!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0) return false;
        var scheme = parsed.Scheme switch { "http" or Plain => Plain, "https" or Tls => Tls, _ => null };
        if (scheme is null) return false;
        url = new UriBuilder(parsed) { Scheme = scheme, Port = parsed.Port }.Uri;
        return true;
    }
}
