using System.Collections.Concurrent;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>The buckets. Bounded by two generations: the young one fills up to half the bound, then it becomes the old one, and the old one goes with all that
/// was not used since. All members are safe to call at once; what is in the young generation is found without a lock.</summary>
internal sealed class BucketTable(RateLimitOptions options)
{
    private readonly Limit? _limit = options.MessagesPerSecond > 0 ? new Limit(options.MessagesPerSecond, options.Burst) : null;
    private readonly IReadOnlyList<RateLimitOverride> _overrides = options.Overrides;
    private readonly int _maxYoung = options.MaxBuckets / 2;
    private readonly Lock _gate = new();
    private volatile Generation _young = new();
    private Generation _old = new();

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _young.Count + _old.Count;
        }
    }

    /// <summary>The bucket of a group on a topic.</summary>
    public Bucket Get(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic)
    {
        Span<byte> buffer = stackalloc byte[BucketKey.MaxLength];
        var key = BucketKey.Write(group, topic, buffer);
        return _young.TryGet(key, out var bucket) ? bucket : GetSlowly(group, topic, key);
    }

    private Bucket GetSlowly(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> key)
    {
        lock (_gate)
        {
            if (_young.TryGet(key, out var bucket)) return bucket;
            if (!_old.TryTake(key, out bucket)) bucket = new Bucket(FindLimit(group, topic));
            if (_young.Count >= _maxYoung)
            {
                _old = _young;
                _young = new Generation();
            }

            _young.Add(key.ToArray(), bucket);
            return bucket;
        }
    }

    private Limit? FindLimit(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic)
    {
        foreach (var candidate in _overrides)
        {
            if (candidate.Matches(group, topic)) return candidate.Limit;
        }

        return _limit;
    }

    private sealed class Generation
    {
        private readonly ConcurrentDictionary<byte[], Bucket> _buckets;
        private readonly ConcurrentDictionary<byte[], Bucket>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

        public Generation()
        {
            _buckets = new ConcurrentDictionary<byte[], Bucket>(new KeyComparer());
            _lookup = _buckets.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        /// <summary>Kept apart: <see cref="ConcurrentDictionary{TKey,TValue}.Count"/> takes every lock.</summary>
        public int Count { get; private set; }

        public bool TryGet(ReadOnlySpan<byte> key, out Bucket bucket) => _lookup.TryGetValue(key, out bucket!);

        public bool TryTake(ReadOnlySpan<byte> key, out Bucket bucket)
        {
            if (!_lookup.TryRemove(key, out bucket!)) return false;
            Count--;
            return true;
        }

        public void Add(byte[] key, Bucket bucket)
        {
            _buckets[key] = bucket;
            Count++;
        }
    }
}
