using PluggableMQ.Abstractions;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The points of one list of queues, in the order of their hashes. Immutable.</summary>
internal sealed class HashRing
{
    private readonly MessageQueue[] _queues;
    private readonly uint[] _points;
    private readonly int[] _owners;

    public HashRing(ReadOnlySpan<MessageQueue> queues, int virtualNodes)
    {
        _queues = queues.ToArray();
        _points = new uint[queues.Length * virtualNodes];
        _owners = new int[_points.Length];
        for (var i = 0; i < _points.Length; i++)
        {
            _owners[i] = i / virtualNodes;
            _points[i] = StableHash.Of(queues[_owners[i]].BrokerName, queues[_owners[i]].QueueId, i % virtualNodes);
        }

        Array.Sort(_points, _owners);
    }

    /// <summary>Whether the ring was made for these queues. They are the very same objects until the route changes.</summary>
    public bool IsFor(ReadOnlySpan<MessageQueue> queues)
    {
        if (queues.Length != _queues.Length) return false;
        for (var i = 0; i < queues.Length; i++)
        {
            if (!ReferenceEquals(queues[i], _queues[i])) return false;
        }

        return true;
    }

    /// <summary>The owner of the first point at or behind a hash; if it is on the avoided broker, the next owner that is not.</summary>
    public MessageQueue Find(uint hash, string? avoided)
    {
        var found = Array.BinarySearch(_points, hash);
        var start = found >= 0 ? found : ~found % _points.Length;
        var owner = _queues[_owners[start]];
        if (avoided is null) return owner;
        for (var i = 0; i < _points.Length; i++)
        {
            var queue = _queues[_owners[(start + i) % _points.Length]];
            if (Candidates.IsOther(queue, avoided)) return queue;
        }

        return owner;
    }
}
