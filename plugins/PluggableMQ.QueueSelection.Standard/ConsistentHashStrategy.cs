using System.Collections.Concurrent;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The key's place on a ring of virtual nodes: when queues come or go, only the keys of those queues move. Without a key the next queue.</summary>
/// <remarks>A retry goes on along the ring to the next queue of another broker, which is where the key would be if the broker were gone. The same
/// holds for order as with <see cref="HashStrategy"/>.</remarks>
internal sealed class ConsistentHashStrategy(int virtualNodes, RotatingIndex index) : IQueueSelectionStrategy, IDisposable
{
    // A producer that sends to ever new topics must not keep a ring for each; making one anew costs microseconds.
    private const int MaxTopics = 1024;

    private readonly ConcurrentDictionary<string, HashRing> _rings = new(StringComparer.Ordinal);
    private int _count;

    public ConsistentHashStrategy(int virtualNodes) : this(virtualNodes, new RotatingIndex())
    {
    }

    /// <summary>How many rings are kept.</summary>
    internal int RingCount => _rings.Count;

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        if (request.SelectionKey is not { } key)
        {
            var candidates = new Candidates(request);
            return candidates[index.Next(request.Topic) % candidates.Count];
        }

        var ring = _rings.TryGetValue(request.Topic, out var known) && known.IsFor(request.Queues) ? known : AddRing(request);
        return ring.Find(StableHash.Of(key), request.LastBrokerName);
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // As with plain hashing, outcomes do not move keys.
    }

    public void Dispose() => index.Dispose();

    private HashRing AddRing(in QueueSelectionRequest request)
    {
        var ring = new HashRing(request.Queues, virtualNodes);
        // Counted apart: ConcurrentDictionary.Count takes every lock. A race makes the bound late by a few entries at most.
        if (!_rings.ContainsKey(request.Topic) && Interlocked.Increment(ref _count) > MaxTopics)
        {
            _rings.Clear();
            Volatile.Write(ref _count, 1);
        }

        _rings[request.Topic] = ring;
        return ring;
    }
}
