using System.Globalization;
using System.Net;
using System.Text;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>Which file an endpoint stands for: <c>host:port</c> is <c>directory/host_port.sock</c>, so that RocketMQ's addresses stay as
/// they are; <c>unix:///path</c> is the path.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Port">The endpoint's port; for a path a number made of it, the same in every process.</param>
internal sealed record SocketFile(string Path, int Port)
{
    /// <summary>The host of a listener that answers for all hosts.</summary>
    public const string AnyHost = "0.0.0.0";

    private const int FirstPort = 1024;

    // sockaddr_un's path without its terminator.
    private static readonly int s_longestPath = OperatingSystem.IsMacOS() ? 103 : 107;

    /// <summary>The file to bind. Not for port 0.</summary>
    /// <exception cref="TransportException">The endpoint stands for no file.</exception>
    public static SocketFile ToBind(TransportEndpoint endpoint, string directory) => endpoint.Host.Length == 0 && endpoint.Path is not null
        ? FromPath(endpoint)
        : FromAddress(endpoint, NormalizeHost(endpoint), directory);

    /// <summary>The files to try, in order: the host's own, then that of a listener on all hosts.</summary>
    /// <exception cref="TransportException">The endpoint stands for no file.</exception>
    public static IReadOnlyList<SocketFile> ToConnect(TransportEndpoint endpoint, string directory)
    {
        if (endpoint.Host.Length == 0 && endpoint.Path is not null) return [FromPath(endpoint)];
        if (endpoint.Port == 0)
            throw new TransportException($"{endpoint} has no port to connect to. Write host:port with a port from 1 to 65535.", endpoint);
        var host = NormalizeHost(endpoint);
        var any = FromAddress(endpoint, AnyHost, directory);
        return host == AnyHost ? [any] : [FromAddress(endpoint, host, directory), any];
    }

    /// <summary>The file names of a port, whatever the host.</summary>
    public static string PatternOf(int port) => string.Create(CultureInfo.InvariantCulture, $"*_{port}.sock");

    private static SocketFile FromPath(TransportEndpoint endpoint)
    {
        var path = System.IO.Path.GetFullPath(endpoint.Path!);
        var hash = 2166136261u;
        // FNV-1a: a label that both sides find alone.
        foreach (var c in path) hash = (hash ^ c) * 16777619;
        return Check(endpoint, new SocketFile(path, FirstPort + (int)(hash % (IPEndPoint.MaxPort - FirstPort + 1))));
    }

    private static SocketFile FromAddress(TransportEndpoint endpoint, string host, string directory)
    {
        // A colon is no character of a file name everywhere.
        var name = string.Create(CultureInfo.InvariantCulture, $"{host.Replace(':', '-')}_{endpoint.Port}.sock");
        return Check(endpoint, new SocketFile(System.IO.Path.Combine(directory, name), endpoint.Port));
    }

    private static string NormalizeHost(TransportEndpoint endpoint)
    {
        if (endpoint.Path is not null)
            throw new TransportException(
                $"{endpoint} has a host and a path. Write host:port for a file in the option 'directory', or unix:///path for a file " +
                "of your own.", endpoint);
        if (endpoint.Host.AsSpan().ContainsAny('/', '\\', '\0'))
            throw new TransportException(
                $"The host of {endpoint} is a path. Write unix:///path where an address is asked for; where only a host is, the option " +
                "'directory' says where its file is.", endpoint);
        return endpoint.Host switch
        {
            "" or "*" or "::" => AnyHost,
            _ when endpoint.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => "127.0.0.1",
            _ when IPAddress.TryParse(endpoint.Host, out var address) => address.ToString(),
            _ => endpoint.Host.ToLowerInvariant(),
        };
    }

    private static SocketFile Check(TransportEndpoint endpoint, SocketFile file)
    {
        var length = Encoding.UTF8.GetByteCount(file.Path);
        return length <= s_longestPath ? file : throw new TransportException(
            $"{endpoint} is the socket file {file.Path}, whose path has {length} bytes; the system takes {s_longestPath}. Choose a " +
            "shorter path (the option 'directory' of PluggableMQ.Transport.UnixSocket).", endpoint);
    }
}
