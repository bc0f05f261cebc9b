using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>A Kestrel server that does nothing but upgrades. After it has stopped listening it lives as long as its connections.</summary>
internal sealed class WebSocketListener : ITransportListener
{
    private readonly PreboundListener _listener;
    private readonly KestrelServer _server;
    private readonly UpgradeApplication _application;
    private readonly Lock _gate = new();
    private Task? _closing;

    private WebSocketListener(PreboundListener listener, KestrelServer server, UpgradeApplication application, TransportEndpoint endpoint)
    {
        _listener = listener;
        _server = server;
        _application = application;
        Endpoint = endpoint;
    }

    /// <inheritdoc/>
    public TransportEndpoint Endpoint { get; }

    /// <summary>Ends when the listener has been disposed and its last connection has finished.</summary>
    public Task Ended => _ended.Task;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Binds and listens.</summary>
    public static async ValueTask<WebSocketListener> StartAsync(
        TransportEndpoint endpoint, SocketPipes pipes, ConnectionEnvironment environment, ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        var address = await TcpAddress.ResolveForListeningAsync(endpoint, cancellationToken);
        PreboundListener listener;
        try
        {
            listener = new PreboundListener(await pipes.BindAsync(address, cancellationToken));
        }
        catch (Exception e) when (e is SocketException or AddressInUseException)
        {
            throw new TransportException(TcpAddress.DescribeBindFailure(endpoint, e), endpoint, e);
        }

        var bound = (IPEndPoint)listener.EndPoint;
        var server = new KestrelServer(Options.Create(MakeOptions(bound, environment.Options)), listener, loggerFactory);
        var application = new UpgradeApplication(WebSocketAddress.PathOf(endpoint, environment.Options), environment);
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch
        {
            server.Dispose();
            await listener.DisposeAsync();
            throw;
        }

        return new WebSocketListener(listener, server, application, endpoint with { Port = bound.Port });
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (await _application.Waiting.WaitToReadAsync(cancellationToken))
        {
            if (_application.Waiting.TryRead(out var connection)) return connection;
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (_gate) closing = _closing ??= CloseAsync();
        await closing;
    }

    private async Task CloseAsync()
    {
        _application.Stop();
        await _listener.UnbindAsync();
        _ = EndAsync();
    }

    // Kestrel's own stop would end the reads of connections that are to stay open.
    private async Task EndAsync()
    {
        try
        {
            await _application.Connections.WhenEmptyAsync();
            await _server.StopAsync(new CancellationToken(canceled: true));
            _server.Dispose();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private static KestrelServerOptions MakeOptions(IPEndPoint address, WebSocketTransportOptions options)
    {
        var patience = TimeSpan.FromMilliseconds(options.HandshakeTimeout);
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.RequestHeadersTimeout = patience;
        kestrel.Limits.KeepAliveTimeout = patience;
        // Upgraded ones do not count: the host limits those.
        kestrel.Limits.MaxConcurrentConnections = options.MaxHandshakes;
        // No rate is asked of peers: a queue may be quiet, and a slow reader is held back.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBufferSize = Math.Max(options.MaxReadBufferSize, kestrel.Limits.MaxRequestHeadersTotalSize + kestrel.Limits.MaxRequestLineSize);
        kestrel.Limits.MaxResponseBufferSize = options.MaxWriteBufferSize;
        kestrel.Listen(address, static listen => listen.Protocols = HttpProtocols.Http1);
        return kestrel;
    }
}
