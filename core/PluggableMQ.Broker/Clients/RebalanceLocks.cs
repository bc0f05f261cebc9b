using PluggableMQ.Abstractions;

namespace PluggableMQ.Broker.Clients;

/// <summary>
/// Which client of a group may consume which queue in order (<c>RebalanceLockManager</c>). A lock lasts 60 seconds from its last use.
/// </summary>
/// <remarks>One lock guards all: an orderly consumer comes by every 20 seconds.</remarks>
internal sealed class RebalanceLocks
{
    private const long Lifetime = 60_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Group, MessageQueue Queue), Entry> _entries = [];
    private readonly TimeProvider _clock;

    public RebalanceLocks(TimeProvider clock) => _clock = clock;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Locks what is free, expired or held by the client already.</summary>
    /// <returns>The queues that the client holds now, in the order asked for.</returns>
    public List<MessageQueue> Lock(string group, string clientId, IEnumerable<MessageQueue> queues)
    {
        var now = Now;
        var locked = new List<MessageQueue>();
        lock (_gate)
        {
            foreach (var queue in queues)
            {
                if (_entries.TryGetValue((group, queue), out var entry) && entry.ClientId != clientId && now - entry.LastUse <= Lifetime)
                    continue;
                _entries[(group, queue)] = new Entry(clientId, now);
                locked.Add(queue);
            }
        }

        return locked;
    }

    /// <summary>Frees what the client holds.</summary>
    public void Unlock(string group, string clientId, IEnumerable<MessageQueue> queues)
    {
        lock (_gate)
        {
            foreach (var queue in queues)
            {
                if (_entries.TryGetValue((group, queue), out var entry) && entry.ClientId == clientId) _entries.Remove((group, queue));
            }
        }
    }

    /// <summary>Forgets locks that have expired, so that groups and queues that are gone take no memory.</summary>
    public void RemoveExpired()
    {
        var now = Now;
        lock (_gate)
        {
            foreach (var (key, entry) in _entries)
            {
                if (now - entry.LastUse > Lifetime) _entries.Remove(key);
            }
        }
    }

    private readonly record struct Entry(string ClientId, long LastUse);
}
