using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PluggableMQ.Hosting.Administration;

/// <summary>An HTTP/1.1 server on one address.</summary>
/// <remarks>
/// Kestrel by itself, without ASP.NET Core's hosting, routing and container: that starts in a third of the time
/// (25 ms against 80 ms) and takes 12 MB less. None of it is loaded in a process that has no endpoint.
/// </remarks>
internal sealed class AdminEndpoint
{
    // Operators and probes, not users.
    private const int MaxConnections = 64;
    private const int MaxRequestLine = 2048;
    private static readonly TimeSpan HeadersPatience = TimeSpan.FromSeconds(5);

    // A client that dawdles must not hold up the stop of a broker.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;

    private AdminEndpoint(KestrelServer server, AdminAddress address)
    {
        _server = server;
        Address = address;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public AdminAddress Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="HostConfigurationException">It cannot listen there.</exception>
    public static async Task<AdminEndpoint> StartAsync(AdminAddress address, AdminApplication application, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            Limits = { MaxConcurrentConnections = MaxConnections, MaxRequestBodySize = 0, MaxRequestLineSize = MaxRequestLine, RequestHeadersTimeout = HeadersPatience },
        };
        if (address.UnixPath is { } path) options.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
        else options.Listen(address.Ip!, address.Port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            RemoveAbandoned(address);
            await server.StartAsync(application, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            server.Dispose();
            throw new HostConfigurationException($"adminListen: cannot listen on {address}: {e.Message}{(e.Message.EndsWith('.') ? "" : ".")} Choose another address, or leave adminListen out.");
        }

        var bound = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new AdminEndpoint(server, address.UnixPath is null ? address.WithPort(new Uri(bound).Port) : address);
    }

    /// <summary>Stops to listen; requests that run have a moment to end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StopPatience);
        await _server.StopAsync(patience.Token);
        _server.Dispose();
    }

    // The file of a socket outlives a process that was killed, and would keep the next one from listening.
    private static void RemoveAbandoned(AdminAddress address)
    {
        if (address.UnixPath is not { } path || !File.Exists(path)) return;
        try
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && new FileInfo(path).Length == 0)
        {
            // Nobody listens. A file with content is no socket, and somebody's.
            File.Delete(path);
        }
    }
}
