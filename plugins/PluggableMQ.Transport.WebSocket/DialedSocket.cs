using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>A client's WebSocket with the TCP socket below it, whose addresses the transport reports.</summary>
internal sealed class DialedSocket : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private volatile Socket? _tcp;

    public DialedSocket(WebSocketTransportOptions options, X509Certificate2Collection? authorities)
    {
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = options.Proxy.Length > 0,
        };
        if (options.Proxy.Length > 0) _handler.Proxy = new WebProxy(options.Proxy) { Credentials = Credentials(options.ProxyCredentials) };
        if (authorities is not null)
        {
            _handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            };
            _handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        _invoker = new HttpMessageInvoker(_handler);
        Socket = new ClientWebSocket();
        Socket.Options.AddSubProtocol(WebSocketAddress.Subprotocol);
        Socket.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(options.KeepAliveInterval);
        Socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in options.Headers) Socket.Options.SetRequestHeader(name, value);
    }

    /// <summary>The WebSocket; it closes the TCP socket when it is disposed.</summary>
    public ClientWebSocket Socket { get; }

    /// <summary>This side's address.</summary>
    public IPEndPoint Local => TcpAddress.Normalize(_tcp?.LocalEndPoint);

    /// <summary>The address of what answered: the peer, or the proxy before it.</summary>
    public IPEndPoint Remote => TcpAddress.Normalize(_tcp?.RemoteEndPoint);

    /// <summary>Connects and upgrades.</summary>
    public Task ConnectAsync(Uri url, CancellationToken cancellationToken) => Socket.ConnectAsync(url, _invoker, cancellationToken);

    /// <summary>Closes the TCP socket at once.</summary>
    public void Drop() => _tcp?.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Socket.Dispose();
        _invoker.Dispose();
        _handler.Dispose();
    }

    private static NetworkCredential? Credentials(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new NetworkCredential(text[..colon], text[(colon + 1)..]);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(context.DnsEndPoint, cancellationToken);
            _tcp = tcp;
            return new NetworkStream(tcp, ownsSocket: true);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }
}
