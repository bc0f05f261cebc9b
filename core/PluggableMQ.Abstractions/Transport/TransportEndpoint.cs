using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PluggableMQ.Abstractions.Transport;

/// <summary>An address: <c>host:port</c> as RocketMQ writes it, or <c>scheme://host:port/path</c>.</summary>
/// <param name="Scheme">The scheme, lower case, or null for the default transport.</param>
/// <param name="Host">A host name, an IPv4 or an IPv6 address (without brackets); may be empty for a scheme that only has a path.</param>
/// <param name="Port">0 to 65535.</param>
/// <param name="Path">What follows the authority, with its leading slash, or null.</param>
public sealed record TransportEndpoint(string? Scheme, string Host, int Port, string? Path = null)
{
    /// <summary>Parses an address.</summary>
    /// <param name="text">For example <c>127.0.0.1:10911</c>, <c>[::1]:10911</c>, <c>inmemory://broker-a:10911</c>, <c>unix:///run/mq.sock</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="FormatException">The text is not an address; the message says what one looks like.</exception>
    public static TransportEndpoint Parse(string text) => TryParse(text, out var endpoint)
        ? endpoint
        : throw new FormatException($"'{text}' is not an endpoint. Write host:port, [ipv6]:port or scheme://host:port, for example 127.0.0.1:9876.");

    /// <summary>Parses an address without throwing.</summary>
    /// <param name="text">The text; null and blank fail.</param>
    /// <param name="endpoint">The endpoint when the text is one.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TransportEndpoint? endpoint)
    {
        endpoint = null;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var rest = text.AsSpan().Trim();
        string? scheme = null;
        var mark = rest.IndexOf("://", StringComparison.Ordinal);
        if (mark >= 0)
        {
            if (mark == 0) return false;
            scheme = rest[..mark].ToString().ToLowerInvariant();
            rest = rest[(mark + 3)..];
        }

        string? path = null;
        var slash = rest.IndexOf('/');
        if (slash >= 0)
        {
            path = rest[slash..].ToString();
            rest = rest[..slash];
        }

        if (rest.IsEmpty)
        {
            if (scheme is null || path is null) return false;
            endpoint = new TransportEndpoint(scheme, "", 0, path);
            return true;
        }

        var colon = rest.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535) return false;
        var host = rest[..colon];
        if (host[0] == '[')
        {
            if (host.Length < 3 || host[^1] != ']') return false;
            host = host[1..^1];
        }
        else if (host.Contains(':') || host.ContainsAny(" \t"))
        {
            return false;
        }

        endpoint = new TransportEndpoint(scheme, host.ToString(), port, path);
        return true;
    }

    /// <summary>The text that <see cref="Parse"/> reads; without a scheme it is RocketMQ's <c>host:port</c>.</summary>
    /// <returns>The address.</returns>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var authority = Host.Length == 0 && Path is not null ? "" : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        return Scheme is null ? authority + Path : $"{Scheme}://{authority}{Path}";
    }
}
