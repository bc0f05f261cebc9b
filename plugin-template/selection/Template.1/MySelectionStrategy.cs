using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace Template._1;

/// <summary>Messages with one key go to one queue; the others take turns. Called from many threads: no lock, and nothing is allocated.</summary>
internal sealed class MySelectionStrategy(MySelectionOptions options) : IQueueSelectionStrategy
{
    private uint _turn;

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var queues = request.Queues;
        var start = request.SelectionKey is { } key ? Hash(key) : Interlocked.Increment(ref _turn);
        for (var i = 0u; i < queues.Length; i++)
        {
            var queue = queues[(int)((start + i) % (uint)queues.Length)];
            if (!options.RetryElsewhere || queue.BrokerName != request.LastBrokerName) return queue;
        }

        return queues[(int)(start % (uint)queues.Length)];
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // How a send went does not matter here. A strategy that learns from it notes it in this method.
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    private static uint Hash(string key)
    {
        var hash = 2166136261u;
        foreach (var letter in key) hash = (hash ^ letter) * 16777619u;
        return hash;
    }
}
