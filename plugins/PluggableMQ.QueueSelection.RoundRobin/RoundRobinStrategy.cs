using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.RoundRobin;

/// <summary>RocketMQ's default (<c>TopicPublishInfo.selectOneMessageQueue</c>): the next queue; on a retry the next one whose broker is not the one that just failed.</summary>
internal sealed class RoundRobinStrategy(RotatingIndex index) : IQueueSelectionStrategy, IDisposable
{
    public RoundRobinStrategy() : this(new RotatingIndex())
    {
    }

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var queues = request.Queues;
        if (request.LastBrokerName is not { } last) return queues[index.Next(request.Topic) % queues.Length];

        for (var i = 0; i < queues.Length; i++)
        {
            var queue = queues[index.Next(request.Topic) % queues.Length];
            if (!string.Equals(queue.BrokerName, last, StringComparison.Ordinal)) return queue;
        }

        return queues[index.Next(request.Topic) % queues.Length];
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // Outcomes do not matter to this rule: a failed broker is avoided through LastBrokerName only.
    }

    public void Dispose() => index.Dispose();
}
