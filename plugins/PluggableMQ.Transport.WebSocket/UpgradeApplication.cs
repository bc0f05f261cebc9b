using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using PluggableMQ.PluginShared.Sockets;
using Socket = System.Net.WebSockets.WebSocket;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>What Kestrel runs for each request: an upgrade, or a short refusal. The request lasts as long as its WebSocket.</summary>
internal sealed class UpgradeApplication(string path, ConnectionEnvironment environment) : IHttpApplication<IFeatureCollection>
{
    // RFC 6455, 4.2.2.
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly Channel<WebSocketConnection> _waiting = Channel.CreateBounded<WebSocketConnection>(environment.Options.Backlog);

    /// <summary>The connections of this server that have not finished.</summary>
    public ConnectionSet Connections { get; } = new();

    /// <summary>Connections to accept.</summary>
    public ChannelReader<WebSocketConnection> Waiting => _waiting.Reader;

    /// <summary>Takes no further connections, and drops those that nobody has accepted.</summary>
    public void Stop()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var connection)) Drop(connection);
    }

    /// <inheritdoc/>
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc/>
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var upgrade = context.Get<IHttpUpgradeFeature>();
        var peer = context.GetRequiredFeature<IHttpConnectionFeature>();
        var remote = TcpAddress.Normalize(new IPEndPoint(peer.RemoteIpAddress ?? IPAddress.None, peer.RemotePort));
        var refusal = UpgradeRefusal.Find(request, upgrade, path, environment.Options.AllowedOrigins);
        if (refusal is null && (_waiting.Reader.Completion.IsCompleted || _waiting.Reader.Count >= environment.Options.Backlog)) refusal = UpgradeRefusal.Busy;
        if (refusal is not null)
        {
            if (refusal == UpgradeRefusal.ForeignOrigin)
                Log.OriginRefused(environment.Logger, request.Headers.Origin.ToString(), remote.ToString());
            Log.UpgradeRefused(environment.Logger, remote.ToString(), refusal.Status, refusal.Text);
            await refusal.AnswerAsync(context);
            return;
        }

        var socket = await UpgradeAsync(context, request, upgrade!);
        var local = TcpAddress.Normalize(new IPEndPoint(peer.LocalIpAddress ?? IPAddress.None, peer.LocalPort));
        var lifetime = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var connection = new WebSocketConnection(socket, "ws-" + peer.ConnectionId, local, remote, environment, lifetime.Abort);
        connection.Start();
        environment.Connections.Add(connection);
        Connections.Add(connection);
        if (!_waiting.Writer.TryWrite(connection)) Drop(connection);
        await connection.Finished;
    }

    private async Task<Socket> UpgradeAsync(IFeatureCollection context, IHttpRequestFeature request, IHttpUpgradeFeature upgrade)
    {
        var headers = context.GetRequiredFeature<IHttpResponseFeature>().Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptKey(request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = WebSocketAddress.Subprotocol;
        var stream = await upgrade.UpgradeAsync();
        return Socket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = WebSocketAddress.Subprotocol,
            KeepAliveInterval = TimeSpan.FromMilliseconds(environment.Options.KeepAliveInterval),
        });
    }

#pragma warning disable CA5350 // The handshake's digest: no secret depends on it.
    internal static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350

    private static void Drop(WebSocketConnection connection)
    {
        connection.Abort();
        _ = connection.DisposeAsync().AsTask();
    }
}
