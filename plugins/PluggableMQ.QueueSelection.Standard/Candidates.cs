using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The queues that an attempt may use: all of them, on a retry those of other brokers where there are any. Counts and walks in place of copying.</summary>
internal readonly ref struct Candidates
{
    private readonly ReadOnlySpan<MessageQueue> _queues;
    private readonly string? _avoided;

    public Candidates(in QueueSelectionRequest request)
    {
        _queues = request.Queues;
        Count = _queues.Length;
        if (request.LastBrokerName is not { } last) return;
        var others = CountOthers(_queues, last);
        // With a single broker there is nowhere else to go.
        if (others == 0 || others == _queues.Length) return;
        Count = others;
        _avoided = last;
    }

    /// <summary>How many there are; at least one.</summary>
    public int Count { get; }

    /// <summary>The candidate at a position, in the order of the offered queues.</summary>
    public MessageQueue this[int position]
    {
        get
        {
            if (_avoided is null) return _queues[position];
            foreach (var queue in _queues)
            {
                if (IsOther(queue, _avoided) && position-- == 0) return queue;
            }

            throw new InvalidOperationException($"The offered queues changed during the call: those beside broker '{_avoided}' became fewer.");
        }
    }

    /// <summary>Whether a queue is on another broker than the one that failed.</summary>
    public static bool IsOther(MessageQueue queue, string broker) => !string.Equals(queue.BrokerName, broker, StringComparison.Ordinal);

    private static int CountOthers(ReadOnlySpan<MessageQueue> queues, string broker)
    {
        var count = 0;
        foreach (var queue in queues)
        {
            if (IsOther(queue, broker)) count++;
        }

        return count;
    }
}
