using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace PluggableMQ.Hosting.Administration;

/// <summary>Where an admin endpoint is: <c>host:port</c> or <c>unix:/path.sock</c>.</summary>
public sealed record AdminAddress
{
    private const string UnixPrefix = "unix:";
    private const string HttpPrefix = "http://";

    // The size of sun_path on Linux is 108 bytes, with the final zero.
    private const int MaxUnixPathBytes = 107;

    private AdminAddress(string host, int port, string? unixPath)
    {
        Host = host;
        Port = port;
        UnixPath = unixPath;
    }

    /// <summary>The host's name or address; <c>localhost</c> for a Unix domain socket.</summary>
    public string Host { get; }

    /// <summary>The port; 0 lets the system choose one to listen on.</summary>
    public int Port { get; }

    /// <summary>The socket's file, absolute; null for TCP.</summary>
    public string? UnixPath { get; }

    /// <summary>The host as an IP address; null when it is a name, or a Unix domain socket.</summary>
    public IPAddress? Ip => UnixPath is null && IPAddress.TryParse(Host, out var ip) ? ip : null;

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLocal => UnixPath is not null || (Ip is { } ip && IPAddress.IsLoopback(ip));

    /// <summary>Parses an address. <c>localhost</c> is 127.0.0.1; a leading <c>http://</c> is left out.</summary>
    /// <param name="text">For example <c>127.0.0.1:9878</c>, <c>[::1]:9878</c> or <c>unix:/run/pmq-broker.sock</c>.</param>
    /// <param name="address">The address when the text is one.</param>
    /// <param name="complaint">What is wrong with the text otherwise.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out AdminAddress? address, [NotNullWhen(false)] out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = text.StartsWith(UnixPrefix, StringComparison.Ordinal)
            ? ParseUnix(text[UnixPrefix.Length..], out complaint)
            : ParseTcp(text.StartsWith(HttpPrefix, StringComparison.Ordinal) ? text[HttpPrefix.Length..].TrimEnd('/') : text, out complaint);
        return address is not null;
    }

    /// <summary>The address as it is written.</summary>
    /// <returns>For example <c>127.0.0.1:9878</c>.</returns>
    public override string ToString() => UnixPath is null
        ? string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}")
        : UnixPrefix + UnixPath;

    /// <summary>The same address with the port that the system chose.</summary>
    internal AdminAddress WithPort(int port) => new(Host, port, UnixPath);

    private static AdminAddress? ParseUnix(string path, out string? complaint)
    {
        complaint = null;
        if (!Path.IsPathRooted(path)) complaint = "names no absolute path; write for example unix:/run/pmq-broker.sock.";
        else if (System.Text.Encoding.UTF8.GetByteCount(path) > MaxUnixPathBytes) complaint = $"is longer than the {MaxUnixPathBytes} bytes that a socket's path may have; choose a shorter one.";
        return complaint is null ? new AdminAddress("localhost", 0, path) : null;
    }

    private static AdminAddress? ParseTcp(string text, out string? complaint)
    {
        complaint = null;
        var mark = text.LastIndexOf(':');
        var host = mark < 0 ? "" : text[..mark];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        if (host == "localhost") host = "127.0.0.1";
        if (mark >= 0 && int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            && Uri.CheckHostName(host) != UriHostNameType.Unknown) return new AdminAddress(host, port, null);
        complaint = "is no address; write host:port, for example 127.0.0.1:9878, or unix:/path.sock.";
        return null;
    }
}
