using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Calls;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting;

/// <summary>Sends requests to any number of addresses (<c>NettyRemotingClient</c>): connections are opened on demand and kept, one for each
/// address. Thread-safe.</summary>
public sealed class RemotingClient : IAsyncDisposable
{
    private readonly RemotingClientOptions _options;
    private readonly TransportTable _transports;
    private readonly RemotingRuntime _runtime;
    private readonly ConcurrentDictionary<string, ClientChannel> _channels = new(StringComparer.Ordinal);
    private volatile bool _disposed;

    /// <summary>Makes a client without connections.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="transports">The transports.</param>
    /// <param name="hooks">Runs around each request.</param>
    /// <param name="loggerFactory">The logging.</param>
    /// <param name="clock">The clock.</param>
    public RemotingClient(
        RemotingClientOptions options, TransportTable transports, RpcHookPipeline hooks, ILoggerFactory loggerFactory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _options = options;
        _transports = transports;
        var limits = new RemotingLimits
        {
            Name = options.Name,
            MaxFrameLength = options.MaxFrameLength,
            MaxUnsentBytes = options.MaxUnsentBytes,
            MaxPendingCalls = options.MaxPendingCalls,
            IdleTimeout = options.IdleTimeout,
            DrainTimeout = options.ConnectTimeout,
            WaitsForPeer = false,
            SerializeType = options.SerializeType,
            InlineContinuations = options.InlineContinuations,
        };
        _runtime = new RemotingRuntime(limits, Processors, hooks, loggerFactory.CreateLogger<RemotingClient>(), clock, null);
    }

    /// <summary>Who answers requests that the peers send.</summary>
    public ProcessorTable Processors { get; } = new();

    /// <summary>The open connections, as they are now.</summary>
    public IReadOnlyCollection<RemotingConnection> Connections => [.. _runtime.Connections];

    /// <summary>Sends a request and waits for its response, connecting first if need be.</summary>
    /// <param name="address">The peer, in a form that <see cref="Abstractions.Transport.TransportEndpoint"/> parses.</param>
    /// <param name="request">The request; its opaque is set here. Not to be touched until the task has completed.</param>
    /// <param name="timeout">How long to wait, connecting included.</param>
    /// <param name="cancellationToken">Ends the wait; the request may have been sent.</param>
    /// <returns>The response, which the caller owns and may give to <see cref="Recycle"/>.</returns>
    /// <exception cref="RemotingConnectException">The peer cannot be reached; nothing was sent.</exception>
    /// <exception cref="RemotingTimeoutException">No response in time.</exception>
    /// <exception cref="RemotingSendException">The connection closed before the response came.</exception>
    /// <exception cref="RemotingTooMuchRequestException">Too many requests wait already; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RemotingCommand> InvokeAsync(
        string address, RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var channel = GetChannel(address);
        return channel.Current is { IsClosed: false } connection
            ? connection.InvokeAsync(request, timeout, cancellationToken)
            : ConnectAndInvokeAsync(channel, request, timeout, cancellationToken);
    }

    /// <summary>Sends a request that the peer does not answer, connecting first if need be.</summary>
    /// <param name="address">The peer.</param>
    /// <param name="request">The request; marked one-way here. Not to be touched until the task has completed.</param>
    /// <param name="timeout">How long to wait for the connection, and for room when the peer does not read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the request has been written.</returns>
    /// <exception cref="RemotingConnectException">The peer cannot be reached.</exception>
    /// <exception cref="RemotingTimeoutException">The peer does not read.</exception>
    /// <exception cref="RemotingSendException">The connection is closed.</exception>
    public ValueTask InvokeOneWayAsync(
        string address, RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var channel = GetChannel(address);
        return channel.Current is { IsClosed: false } connection
            ? connection.SendOneWayAsync(request, timeout, cancellationToken)
            : ConnectAndSendAsync(channel, request, timeout, cancellationToken);
    }

    /// <summary>Gives a response back to be reused. Optional; neither it nor its body may be touched afterwards.</summary>
    /// <param name="response">A response that this client returned.</param>
    public void Recycle(RemotingCommand response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _runtime.Return(response);
    }

    /// <summary>Closes the connection to an address; the next request opens a new one.</summary>
    /// <param name="address">The address.</param>
    /// <returns>A task that ends when it is closed.</returns>
    public async ValueTask CloseAsync(string address)
    {
        if (_channels.TryGetValue(address, out var channel) && channel.Current is { } connection) await connection.CloseAsync();
    }

    /// <summary>Closes all connections; calls that wait fail.</summary>
    /// <returns>A task that ends when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await Task.WhenAll(_channels.Values.Select(static channel => channel.DisposeAsync().AsTask()));
        await Task.WhenAll(_runtime.Connections.Select(static connection => connection.CloseAsync()));
        _runtime.Dispose();
    }

    private ClientChannel GetChannel(string address)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_channels.TryGetValue(address, out var channel)) return channel;
        return _channels.GetOrAdd(address, new ClientChannel(address, _transports, _runtime, _options.ConnectTimeout));
    }

    private async ValueTask<RemotingCommand> ConnectAndInvokeAsync(
        ClientChannel channel, RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = _runtime.GetDeadline(_runtime.Clock.GetTimestamp(), timeout);
        var connection = await channel.GetAsync(timeout, cancellationToken);
        return await connection.InvokeAsync(request, _runtime.GetRemaining(deadline), cancellationToken);
    }

    private async ValueTask ConnectAndSendAsync(
        ClientChannel channel, RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = _runtime.GetDeadline(_runtime.Clock.GetTimestamp(), timeout);
        var connection = await channel.GetAsync(timeout, cancellationToken);
        await connection.SendOneWayAsync(request, _runtime.GetRemaining(deadline), cancellationToken);
    }
}
