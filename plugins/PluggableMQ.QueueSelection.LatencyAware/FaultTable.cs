using System.Buffers;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>Which brokers are to be left alone, and until when (<c>LatencyFaultToleranceImpl</c>). All members are safe to call at once.</summary>
/// <remarks>The table is copied when a broker comes or goes, which is rare, so that looking up and ranking need neither lock nor allocation.</remarks>
internal sealed class FaultTable(int maxBrokers)
{
    private readonly Lock _writeLock = new();
    private volatile Dictionary<string, FaultItem> _items = new(StringComparer.Ordinal);
    private int _rotation = Random.Shared.Next();

    public int Count => _items.Count;

    /// <summary>A broker that is not known is available.</summary>
    public bool IsAvailable(string brokerName, long now) => !_items.TryGetValue(brokerName, out var item) || item.AvailableFrom <= now;

    public void Update(string brokerName, long latencyTicks, long availableFrom)
    {
        if (_items.TryGetValue(brokerName, out var item)) item.Set(latencyTicks, availableFrom);
        else Add(brokerName, latencyTicks, availableFrom);
    }

    public void Remove(string brokerName)
    {
        lock (_writeLock)
        {
            if (!_items.ContainsKey(brokerName)) return;
            var copy = new Dictionary<string, FaultItem>(_items, StringComparer.Ordinal);
            copy.Remove(brokerName);
            _items = copy;
        }
    }

    /// <summary>One of the better half of the known brokers, in rotation; null when none is known.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="avoided">One that is left out.</param>
    public string? PickOneAtLeast(long now, string? avoided = null)
    {
        var items = _items;
        if (items.Count == 0) return null;
        var rented = ArrayPool<FaultItem.Rank>.Shared.Rent(items.Count);
        var count = 0;
        foreach (var item in items.Values)
        {
            if (!string.Equals(item.BrokerName, avoided, StringComparison.Ordinal)) rented[count++] = item.GetRank(now);
        }

        rented.AsSpan(0, count).Sort();
        var half = count / 2;
        var picked = half == 0 ? 0 : (Interlocked.Increment(ref _rotation) & 0x7FFFFFFF) % half;
        var name = count == 0 ? null : rented[picked].BrokerName;
        ArrayPool<FaultItem.Rank>.Shared.Return(rented, clearArray: true);
        return name;
    }

    private void Add(string brokerName, long latencyTicks, long availableFrom)
    {
        lock (_writeLock)
        {
            if (_items.TryGetValue(brokerName, out var item))
            {
                item.Set(latencyTicks, availableFrom);
                return;
            }

            var copy = new Dictionary<string, FaultItem>(_items, StringComparer.Ordinal);
            if (copy.Count >= maxBrokers) copy.Remove(FindOldest(copy));
            item = new FaultItem(brokerName);
            item.Set(latencyTicks, availableFrom);
            copy.Add(brokerName, item);
            _items = copy;
        }
    }

    private static string FindOldest(Dictionary<string, FaultItem> items) => items.Values.MinBy(static item => item.AvailableFrom)!.BrokerName;
}
