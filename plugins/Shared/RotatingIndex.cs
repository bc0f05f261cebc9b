using System.Runtime.InteropServices;

namespace PluggableMQ.PluginShared;

/// <summary>A counter for each thread and topic (<c>ThreadLocalIndex</c>): random at first, so that producers do not march in step; no lock, no allocation once seen.</summary>
internal sealed class RotatingIndex(Func<int> seed) : IDisposable
{
    // A producer that sends to ever new topics must not grow the table for ever; starting a counter anew is harmless.
    private const int MaxTopics = 4096;

    private readonly ThreadLocal<Dictionary<string, int>> _indexes = new(() => new Dictionary<string, int>(StringComparer.Ordinal));

    public RotatingIndex() : this(() => Random.Shared.Next(int.MinValue, int.MaxValue))
    {
    }

    /// <summary>The next number of this thread and topic: not negative, wraps at 2^31.</summary>
    public int Next(string topic)
    {
        var indexes = _indexes.Value!;
        if (indexes.Count >= MaxTopics && !indexes.ContainsKey(topic)) indexes.Clear();
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(indexes, topic, out var known);
        if (!known) index = seed();
        index = unchecked(index + 1);
        return index & 0x7FFFFFFF;
    }

    public void Dispose() => _indexes.Dispose();
}
