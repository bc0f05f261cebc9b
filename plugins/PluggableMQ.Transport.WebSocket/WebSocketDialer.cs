using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Opens connections. Thread-safe.</summary>
internal sealed class WebSocketDialer(string scheme, ConnectionEnvironment environment)
{
    private readonly WebSocketTransportOptions _options = environment.Options;
    private readonly X509Certificate2Collection? _authorities = environment.Options.CaFile.Length > 0 ? environment.Options.ReadAuthorities() : null;
    private long _last;

    /// <summary>Connects; see <see cref="ITransport.ConnectAsync"/>.</summary>
    public async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var url = WebSocketAddress.ToUrl(endpoint, scheme, _options);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.ConnectTimeout), environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var dialed = new DialedSocket(_options, _authorities);
        try
        {
            await dialed.ConnectAsync(url, either.Token);
            if (dialed.Socket.SubProtocol != WebSocketAddress.Subprotocol)
                throw new TransportException(
                    $"{url} opened a WebSocket for {endpoint}, but does not speak {WebSocketAddress.Subprotocol}: it is no queue. Check the " +
                    "address, and that a proxy on the way hands Sec-WebSocket-Protocol on.", endpoint);
            var id = "wsc-" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
            var connection = new WebSocketConnection(dialed.Socket, id, dialed.Local, dialed.Remote, environment, dialed.Drop, dialed.Dispose);
            connection.Start();
            environment.Connections.Add(connection);
            return connection;
        }
        catch (Exception e)
        {
            var status = (int)dialed.Socket.HttpStatusCode;
            dialed.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is TransportException) throw;
            throw new TransportException(limit.IsCancellationRequested
                ? $"No connection to {endpoint} at {url} within {_options.ConnectTimeout} ms. Check that the peer is reachable, or raise " +
                    "connectTimeout of PluggableMQ.Transport.WebSocket."
                : Explain(endpoint, url, e, status), endpoint, e);
        }
    }

    private string Explain(TransportEndpoint endpoint, Uri url, Exception failure, int status)
    {
        if (status != 0)
        {
            var remedy = status switch
            {
                401 or 403 => "Check the option 'headers', and what the proxy or the server lets in",
                404 => "Check the option 'path' of both sides, and the option 'gateway'",
                502 or 503 or 504 => "The proxy does not reach the server, or the server takes no more connections: check that it runs",
                _ => "Check that the address is a queue's, and that a proxy on the way hands upgrades on",
            };
            return string.Create(CultureInfo.InvariantCulture, $"{url} answered the WebSocket for {endpoint} with HTTP status {status}. {remedy}.");
        }

        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"{endpoint} refused the connection at {url}: nobody listens there. Check the address, and that the peer runs.";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } unknown:
                    return $"The host name of {url} for {endpoint} does not resolve: {unknown.Message}. Check the name, or use an IP address.";
                case AuthenticationException tls:
                    return $"TLS with {url} for {endpoint} failed: {tls.Message} Check the certificate, or name its authority in the option 'caFile'.";
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel:
                    return $"The proxy {_options.Proxy} did not connect to {url} for {endpoint}: {tunnel.Message} Check the options 'proxy' and 'proxyCredentials'.";
            }
        }

        return $"Connecting to {endpoint} at {url} failed: {failure.GetBaseException().Message}";
    }
}
