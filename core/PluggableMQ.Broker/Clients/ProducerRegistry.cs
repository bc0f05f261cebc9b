using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>The producers that are connected, by group (<c>ProducerManager</c>).</summary>
internal sealed class ProducerRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<RemotingConnection, ClientEntry>> _groups = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Takes a heartbeat over.</summary>
    public void Register(string group, ClientEntry client)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out var clients)) _groups.Add(group, clients = []);
            if (clients.TryGetValue(client.Connection, out var known) && known.ClientId == client.ClientId)
                known.LastSeen = client.LastSeen;
            else clients[client.Connection] = client;
        }
    }

    public void Unregister(string group, RemotingConnection connection)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue(group, out var clients) && clients.Remove(connection) && clients.Count == 0) _groups.Remove(group);
        }
    }

    public void Unregister(RemotingConnection connection)
    {
        lock (_gate)
        {
            foreach (var (group, clients) in _groups)
            {
                if (clients.Remove(connection) && clients.Count == 0) _groups.Remove(group);
            }
        }
    }

    /// <summary>A group's producers, as they are now; null when none is connected.</summary>
    public IReadOnlyList<ClientEntry>? Find(string group)
    {
        lock (_gate) return _groups.TryGetValue(group, out var clients) ? [.. clients.Values] : null;
    }

    /// <summary>All groups with their producers, as they are now.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<ClientEntry> Clients)> GetAll()
    {
        lock (_gate) return [.. _groups.Select(pair => (pair.Key, (IReadOnlyList<ClientEntry>)[.. pair.Value.Values]))];
    }

    /// <summary>Picks a connected producer of a group, another one each time.</summary>
    public bool TryPick(string group, [NotNullWhen(true)] out ClientEntry? client)
    {
        client = null;
        if (Find(group) is not { Count: > 0 } clients) return false;
        var start = (uint)Interlocked.Increment(ref _next);
        for (var i = 0u; i < clients.Count; i++)
        {
            client = clients[(int)((start + i) % (uint)clients.Count)];
            if (!client.Connection.Closed.IsCancellationRequested) return true;
        }

        client = null;
        return false;
    }
}
