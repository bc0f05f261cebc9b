using System.Net;
using System.Net.Sockets;

namespace PluggableMQ.Testing;

/// <summary>Stands between clients and a server on real TCP: records the frames of both directions, and injects faults.</summary>
/// <remarks>
/// Listens on a free port of the loopback. Clients that are to go through it are given <see cref="Address"/>; a broker's address comes
/// to clients in a route, which <see cref="FrameAction.ReplaceBody"/> at a proxy of the NameServer can change. Thread-safe.
/// </remarks>
public sealed class FrameProxy : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly DnsEndPoint _server;
    private readonly Func<ProxiedFrame, FrameAction> _rule;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<ProxiedFrame> _frames = [];
    private readonly List<(Func<ProxiedFrame, bool> Predicate, TaskCompletionSource<ProxiedFrame> Found)> _waiting = [];
    private readonly List<ProxyConnection> _connections = [];
    private readonly Task _accepting;

    private FrameProxy(Socket listener, DnsEndPoint server, Func<ProxiedFrame, FrameAction> rule, TimeProvider clock)
    {
        _listener = listener;
        _server = server;
        _rule = rule;
        _clock = clock;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect, as <c>host:port</c>.</summary>
    public string Address => _listener.LocalEndPoint!.ToString()!;

    /// <summary>All frames that came, in the order in which they did; also those that did not go on.</summary>
    public IReadOnlyList<ProxiedFrame> Frames
    {
        get
        {
            lock (_lock) return [.. _frames];
        }
    }

    /// <summary>Starts a proxy.</summary>
    /// <param name="server">The server, as <c>host:port</c>; it need not run yet.</param>
    /// <param name="rule">Says what is done with each frame; called one frame at a time in each direction of a connection. Null passes all on.</param>
    /// <param name="clock">Measures <see cref="FrameAction.Delay"/>; null for the system's.</param>
    /// <returns>The proxy; it listens.</returns>
    public static FrameProxy Start(string server, Func<ProxiedFrame, FrameAction>? rule = null, TimeProvider? clock = null)
    {
        var endpoint = Abstractions.Transport.TransportEndpoint.Parse(server);
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return new FrameProxy(listener, new DnsEndPoint(endpoint.Host, endpoint.Port), rule ?? (_ => FrameAction.Pass), clock ?? TimeProvider.System);
    }

    /// <summary>Waits for a frame; one that has come already counts too.</summary>
    /// <param name="predicate">Which frame; called under a lock, must not block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first that fits.</returns>
    public Task<ProxiedFrame> WaitForAsync(Func<ProxiedFrame, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var found = new TaskCompletionSource<ProxiedFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_frames.Find(frame => predicate(frame)) is { } frame) return Task.FromResult(frame);
            _waiting.Add((predicate, found));
        }

        return found.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Breaks the connections that are open now; new ones are taken.</summary>
    public void CutAll()
    {
        lock (_lock) _connections.ForEach(connection => connection.Cut());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        ProxyConnection[] connections;
        lock (_lock) connections = [.. _connections];
        foreach (var connection in connections) await connection.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var (_, found) in _waiting) found.TrySetException(new ObjectDisposedException(nameof(FrameProxy), "The proxy ended before such a frame came."));
            _waiting.Clear();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                continue;
            }

            lock (_lock) _connections.Add(ProxyConnection.Open(_connections.Count + 1, client, _server, Take, _clock));
        }
    }

    private FrameAction Take(ProxiedFrame frame)
    {
        lock (_lock)
        {
            _frames.Add(frame);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Predicate(frame)) continue;
                _waiting[i].Found.TrySetResult(frame);
                _waiting.RemoveAt(i);
            }
        }

        return _rule(frame);
    }
}
