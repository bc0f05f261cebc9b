using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting.Calls;

/// <summary>The connection to one address: opened by the first who needs it, shared by all, opened anew after it has closed.
/// Thread-safe.</summary>
internal sealed class ClientChannel(
    string address, TransportTable transports, RemotingRuntime runtime, TimeSpan connectTimeout) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private volatile RemotingConnection? _current;
    private Task<RemotingConnection>? _connecting;

    /// <summary>The connection, which may have closed; null before the first one.</summary>
    public RemotingConnection? Current => _current;

    /// <summary>Gives an open connection.</summary>
    /// <param name="timeout">How long to wait; the attempt itself goes on for others who wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<RemotingConnection> GetAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task<RemotingConnection> connecting;
        lock (_gate)
        {
            if (_current is { IsClosed: false } open) return open;
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
            if (_connecting is null or { IsCompleted: true }) _connecting = StartConnecting();
            connecting = _connecting;
        }

        try
        {
            return await connecting.WaitAsync(timeout, runtime.Clock, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new RemotingConnectException(
                address, $"connect to {address} failed: no connection within {timeout.TotalMilliseconds:0} ms.", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task? connecting;
        lock (_gate)
        {
            if (_disposing.IsCancellationRequested) return;
            _disposing.Cancel();
            connecting = _connecting;
        }

        if (connecting is not null) await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_current is { } connection) await connection.CloseAsync();
        _disposing.Dispose();
    }

    private Task<RemotingConnection> StartConnecting()
    {
        var connecting = Task.Run(ConnectAsync, CancellationToken.None);
        // Everybody may have stopped waiting by the time it fails.
        _ = connecting.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return connecting;
    }

    private async Task<RemotingConnection> ConnectAsync()
    {
        using var limit = new CancellationTokenSource(connectTimeout, runtime.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _disposing.Token);
        try
        {
            var endpoint = TransportEndpoint.Parse(address);
            var transport = await transports.Resolve(endpoint).ConnectAsync(endpoint, either.Token);
            return _current = runtime.Open(transport);
        }
        catch (OperationCanceledException e)
        {
            throw new RemotingConnectException(address, _disposing.IsCancellationRequested
                ? $"connect to {address} failed: the client is closed."
                : $"connect to {address} failed: no connection within {connectTimeout.TotalMilliseconds:0} ms. Check the address, and " +
                    "that the peer runs.", e);
        }
        catch (Exception e) when (e is not RemotingException)
        {
            throw new RemotingConnectException(address, $"connect to {address} failed: {e.Message}", e);
        }
    }
}
