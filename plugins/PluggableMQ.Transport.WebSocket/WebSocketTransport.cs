using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>WebSockets: Kestrel's HTTP server for accepting, .NET's client for connecting.</summary>
internal sealed class WebSocketTransport : ITransport, IAsyncDisposable
{
    private readonly ILoggerFactory _loggerFactory;
    private readonly SocketPipes _pipes;
    private readonly ConnectionEnvironment _environment;
    private readonly WebSocketDialer _dialer;
    private readonly ConcurrentDictionary<WebSocketListener, byte> _listeners = new();

    public WebSocketTransport(string scheme, WebSocketTransportOptions options, ILoggerFactory loggerFactory, TimeProvider clock)
    {
        Scheme = scheme;
        _loggerFactory = loggerFactory;
        _pipes = new SocketPipes(options, noDelay: true, loggerFactory, typeof(WebSocketTransport).FullName!);
        _environment = new ConnectionEnvironment(options, clock, loggerFactory.CreateLogger(typeof(WebSocketTransport).FullName!), new ConnectionSet());
        _dialer = new WebSocketDialer(scheme, _environment);
    }

    /// <inheritdoc/>
    public string Scheme { get; }

    /// <summary>Waits until the connections that are open now have finished, also those that still say good-bye.</summary>
    public Task WhenEmptyAsync() => _environment.Connections.WhenEmptyAsync();

    /// <inheritdoc/>
    public async ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (Scheme == WebSocketAddress.Tls)
            throw new TransportException(
                $"Cannot listen on {endpoint}: websocket-tls only connects. TLS ends at the proxy before the servers; they listen with the " +
                "transport websocket.", endpoint);
        var listener = await WebSocketListener.StartAsync(endpoint, _pipes, _environment, _loggerFactory, cancellationToken);
        _listeners.TryAdd(listener, 0);
        _ = ForgetAsync(listener);
        return listener;
    }

    /// <inheritdoc/>
    public ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
        => _dialer.ConnectAsync(endpoint, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Keys) await listener.DisposeAsync();
        await _environment.Connections.CloseAsync();
        foreach (var listener in _listeners.Keys) await listener.Ended;
        _pipes.Dispose();
    }

    private async Task ForgetAsync(WebSocketListener listener)
    {
        await listener.Ended;
        _listeners.TryRemove(listener, out _);
    }
}
