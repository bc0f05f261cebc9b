using System.Collections.Concurrent;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>The first queue, on a retry the first one of another broker; remembers what it was asked and told.</summary>
internal sealed class OrderedStrategy : IQueueSelectionStrategy
{
    public ConcurrentQueue<(string Topic, int Attempt, string? LastBroker, string? Key)> Asked { get; } = new();

    public ConcurrentQueue<SendOutcome> Told { get; } = new();

    public MessageQueue Select(in QueueSelectionRequest request)
    {
        Asked.Enqueue((request.Topic, request.Attempt, request.LastBrokerName, request.SelectionKey));
        foreach (var queue in request.Queues)
        {
            if (queue.BrokerName != request.LastBrokerName) return queue;
        }

        return request.Queues[0];
    }

    public void Report(in SendOutcome outcome) => Told.Enqueue(outcome);
}
