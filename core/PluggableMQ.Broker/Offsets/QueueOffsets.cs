using System.Collections.Concurrent;

namespace PluggableMQ.Broker.Offsets;

/// <summary>How far one group has consumed one topic: an offset for each queue.</summary>
/// <remarks>A commit replaces a number in place: 64-bit values in a concurrent dictionary are written without a new node.</remarks>
internal sealed class QueueOffsets
{
    private readonly ConcurrentDictionary<int, long> _offsets = new(1, 7);

    public QueueOffsets(string topic, string group)
    {
        Topic = topic;
        Group = group;
    }

    public string Topic { get; }

    public string Group { get; }

    public bool TryGet(int queueId, out long offset) => _offsets.TryGetValue(queueId, out offset);

    public void Set(int queueId, long offset) => _offsets[queueId] = offset;

    /// <summary>The offsets by queue, as they are now.</summary>
    public SortedDictionary<int, long> ToSorted() => new(_offsets.ToDictionary());
}
