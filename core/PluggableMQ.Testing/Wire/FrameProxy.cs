using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace PluggableMQ.Testing;

/// <summary>Stands between clients and a server on real TCP: records the frames of both directions, and injects faults.</summary>
/// <remarks>
/// <para>Listens on a free port of the loopback. Clients that are to go through it are given <see cref="Address"/>. A broker's address comes
/// to clients in a route: <see cref="EmbeddedQueue.StartBrokerProxy"/> makes a proxy that they find there.</para>
/// <para>A rule may throw, for example by an assertion: the connection is then cut, <see cref="WaitForAsync"/> ends with the exception, and
/// where nobody waits <see cref="DisposeAsync"/> throws it. Thread-safe.</para>
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
    private Exception? _failure;
    private bool _isFailureTold;
    private bool _disposed;

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
    /// <returns>The first that fits. What the rule or the predicate throws is thrown here, too.</returns>
    public Task<ProxiedFrame> WaitForAsync(Func<ProxiedFrame, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var found = new TaskCompletionSource<ProxiedFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_frames.Find(frame => predicate(frame)) is { } frame) return Task.FromResult(frame);
            if (_failure is { } failure)
            {
                _isFailureTold = true;
                return Task.FromException<ProxiedFrame>(failure);
            }

            _waiting.Add((predicate, found));
        }

        return found.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Breaks the connections that are open now; new ones are taken.</summary>
    public void CutAll()
    {
        lock (_lock) _connections.ForEach(connection => connection.Cut());
    }

    /// <summary>Ends all connections.</summary>
    /// <returns>A task that ends when they are closed. It fails with the first exception of the rule, if nobody has seen it yet.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        ProxyConnection[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in connections) await connection.DisposeAsync().ConfigureAwait(false);
        lock (_lock) EndWaits(new ObjectDisposedException(nameof(FrameProxy), "The proxy ended before such a frame came."));
        _stop.Dispose();
        if (_failure is not null && !_isFailureTold) ExceptionDispatchInfo.Throw(_failure);
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

            lock (_lock) _connections.Add(ProxyConnection.Open(_connections.Count + 1, client, _server, Take, Fail, _clock));
        }
    }

    private FrameAction Take(ProxiedFrame frame)
    {
        lock (_lock)
        {
            _frames.Add(frame);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (IsDone(_waiting[i].Predicate, _waiting[i].Found, frame)) _waiting.RemoveAt(i);
            }
        }

        return _rule(frame);
    }

    // A predicate that throws ends its own wait; the frame goes on.
    private static bool IsDone(Func<ProxiedFrame, bool> predicate, TaskCompletionSource<ProxiedFrame> found, ProxiedFrame frame)
    {
        try
        {
            return predicate(frame) && found.TrySetResult(frame);
        }
        catch (Exception e)
        {
            return found.TrySetException(e);
        }
    }

    private void Fail(Exception exception)
    {
        lock (_lock)
        {
            if (_failure is not null) return;
            _failure = exception;
            _isFailureTold = _waiting.Count > 0;
            EndWaits(exception);
        }
    }

    private void EndWaits(Exception exception)
    {
        foreach (var (_, found) in _waiting) found.TrySetException(exception);
        _waiting.Clear();
    }
}
