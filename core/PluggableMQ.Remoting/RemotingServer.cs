using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting;

/// <summary>Listens on one endpoint or several and answers requests (<c>NettyRemotingServer</c>). Thread-safe.</summary>
public sealed class RemotingServer : IAsyncDisposable
{
    private readonly RemotingServerOptions _options;
    private readonly TransportTable _transports;
    private readonly ILogger _logger;
    private readonly RemotingRuntime _runtime;
    private readonly List<(ITransportListener Listener, Task Accepting)> _further = [];
    private ITransportListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _stopped;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="transports">The transports.</param>
    /// <param name="processors">Which processor handles which request.</param>
    /// <param name="hooks">Runs around each request.</param>
    /// <param name="loggerFactory">The logging.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="observer">Is told of connections, or null.</param>
    public RemotingServer(
        RemotingServerOptions options,
        TransportTable transports,
        ProcessorTable processors,
        RpcHookPipeline hooks,
        ILoggerFactory loggerFactory,
        TimeProvider clock,
        IConnectionObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _options = options;
        _transports = transports;
        _logger = loggerFactory.CreateLogger<RemotingServer>();
        var limits = new RemotingLimits
        {
            Name = options.Name,
            MaxFrameLength = options.MaxFrameLength,
            MaxUnsentBytes = options.MaxUnsentBytes,
            MaxPendingCalls = options.MaxPendingCalls,
            IdleTimeout = options.IdleTimeout,
            DrainTimeout = options.DrainTimeout,
            WaitsForPeer = true,
        };
        _runtime = new RemotingRuntime(limits, processors, hooks, _logger, clock, observer);
    }

    /// <summary>The open connections, as they are now.</summary>
    public IReadOnlyCollection<RemotingConnection> Connections => [.. _runtime.Connections];

    /// <summary>Where it listens; null before the start.</summary>
    public TransportEndpoint? Endpoint => _listener?.Endpoint;

    /// <summary>Starts to listen.</summary>
    /// <param name="endpoint">Where; port 0 asks for a free port.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The endpoint with the real port.</returns>
    /// <exception cref="TransportException">The endpoint cannot be bound.</exception>
    /// <exception cref="InvalidOperationException">It has been started before.</exception>
    public async ValueTask<TransportEndpoint> StartAsync(TransportEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        if (_listener is not null || _stopped != 0)
            throw new InvalidOperationException("A server is started once; make a new one to listen again.");
        (_listener, _accepting) = await ListenAsync(endpoint, cancellationToken);
        return _listener.Endpoint;
    }

    /// <summary>Listens on one more endpoint, for the same requests and within the same limits. One call at a time, between start and stop.</summary>
    /// <param name="endpoint">Where; port 0 asks for a free port.</param>
    /// <param name="cancellationToken">Cancels the binding.</param>
    /// <returns>The endpoint with the real port.</returns>
    /// <exception cref="TransportException">The endpoint cannot be bound, or no transport serves its scheme.</exception>
    public async ValueTask<TransportEndpoint> ListenAlsoAsync(TransportEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        if (_listener is null || _stopped != 0)
            throw new InvalidOperationException("A server that does not run cannot listen on one more endpoint; start it first.");
        var further = await ListenAsync(endpoint, cancellationToken);
        _further.Add(further);
        return further.Listener.Endpoint;
    }

    /// <summary>Stops: no new connections, no new requests, then requests in work are answered, then all connections close.</summary>
    /// <param name="cancellationToken">Cuts the waiting short: connections are then closed at once.</param>
    /// <returns>A task that ends when all is closed.</returns>
    public async ValueTask StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        if (_listener is { } listener)
        {
            await listener.DisposeAsync();
            await _accepting;
            RemotingLog.Stopped(_logger, listener.Endpoint.ToString());
        }

        foreach (var (further, accepting) in _further)
        {
            await further.DisposeAsync();
            await accepting;
            RemotingLog.Stopped(_logger, further.Endpoint.ToString());
        }

        var connections = _runtime.Connections;
        foreach (var connection in connections) connection.StopReading();
        await using (cancellationToken.UnsafeRegister(_ => AbortAll(connections), null))
            await Task.WhenAll(connections.Select(static connection => connection.Completion));
        _runtime.Dispose();
    }

    /// <summary>Stops.</summary>
    /// <returns>A task that ends when all is closed.</returns>
    public ValueTask DisposeAsync() => StopAsync();

    private static void AbortAll(IEnumerable<RemotingConnection> connections)
    {
        foreach (var connection in connections) connection.Abort("the server stops");
    }

    private async ValueTask<(ITransportListener Listener, Task Accepting)> ListenAsync(
        TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        var listener = await _transports.Resolve(endpoint).ListenAsync(endpoint, cancellationToken);
        RemotingLog.Listening(_logger, listener.Endpoint.ToString());
        return (listener, Task.Run(() => AcceptAsync(listener), CancellationToken.None));
    }

    private async Task AcceptAsync(ITransportListener listener)
    {
        try
        {
            while (await listener.AcceptAsync(CancellationToken.None) is { } transport)
            {
                if (_runtime.ConnectionCount < _options.MaxConnections)
                {
                    _runtime.Open(transport);
                    continue;
                }

                RemotingLog.TooManyConnections(_logger, transport.RemoteEndPoint.ToString(), _options.MaxConnections);
                transport.Abort();
                await transport.DisposeAsync();
            }
        }
        catch (Exception e)
        {
            RemotingLog.AcceptFailed(_logger, e, listener.Endpoint.ToString());
        }
    }
}
