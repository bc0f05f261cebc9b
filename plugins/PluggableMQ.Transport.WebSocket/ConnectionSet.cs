using System.Collections.Concurrent;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Connections that have not finished. Thread-safe.</summary>
internal sealed class ConnectionSet
{
    private readonly ConcurrentDictionary<WebSocketConnection, byte> _connections = new();

    /// <summary>Holds a connection that has been started, until it has finished.</summary>
    public void Add(WebSocketConnection connection)
    {
        _connections.TryAdd(connection, 0);
        _ = ForgetAsync(connection);
    }

    /// <summary>Waits until all have finished.</summary>
    public async Task WhenEmptyAsync()
    {
        foreach (var connection in _connections.Keys) await connection.Finished;
    }

    /// <summary>Aborts those that nobody has disposed, and waits for all, also for those that still say good-bye.</summary>
    public async Task CloseAsync()
    {
        foreach (var connection in _connections.Keys)
        {
            if (!connection.IsDisposed) connection.Abort();
            await connection.Finished;
        }
    }

    private async Task ForgetAsync(WebSocketConnection connection)
    {
        await connection.Finished;
        _connections.TryRemove(connection, out _);
    }
}
