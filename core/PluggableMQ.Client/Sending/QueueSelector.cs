using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Exchange;
using PluggableMQ.Client.Health;
using PluggableMQ.Client.Routing;
using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Client.Sending;

/// <summary>Asks the strategy; one that throws or returns what was not offered is replaced by round robin for that send, and counted.</summary>
internal sealed class QueueSelector(IQueueSelectionStrategy strategy, string group, TimeProvider clock, ILogger logger, SelectionHealth? health = null)
{
    private readonly LogThrottle _throttle = new(TimeSpan.FromMinutes(1), clock);
    private readonly LogThrottle _reportThrottle = new(TimeSpan.FromMinutes(1), clock);
    private int _index = Random.Shared.Next();
    private long _fallbacks;
    private long _reportThrows;

    /// <summary>How often round robin was used because the strategy misbehaved.</summary>
    public long Fallbacks => Volatile.Read(ref _fallbacks);

    /// <summary>Picks a queue.</summary>
    /// <param name="route">Has at least one queue.</param>
    /// <param name="attempt">0 for the first.</param>
    /// <param name="lastBroker">The broker that just failed, or null.</param>
    /// <param name="key">The selection key, or null.</param>
    public MessageQueue Select(TopicRoute route, int attempt, string? lastBroker, string? key)
    {
        var queues = route.PublishQueues;
        try
        {
            var chosen = strategy.Select(new QueueSelectionRequest
            {
                Topic = route.Topic, Queues = queues, Attempt = attempt, LastBrokerName = lastBroker, SelectionKey = key,
            });
            foreach (var queue in queues)
            {
                if (ReferenceEquals(queue, chosen)) return chosen;
            }

            Misbehaved(SelectionFault.ForeignQueue, chosen is null ? "it returned no queue" : "it returned a queue that was not offered");
        }
#pragma warning disable CA1031 // A plugin may throw anything; the send goes on without it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Misbehaved(SelectionFault.Threw, $"Select threw {e.GetType().Name}: {e.Message}", e);
        }

        return SelectNext(queues, lastBroker);
    }

    /// <summary>Tells the strategy how an attempt went.</summary>
    public void Report(MessageQueue queue, TimeSpan elapsed, SendResultKind result)
    {
        try
        {
            strategy.Report(new SendOutcome(queue, elapsed, result));
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var reason = $"Report threw {e.GetType().Name}: {e.Message}";
            health?.Count(SelectionFault.ReportThrew, reason);
            var count = Interlocked.Increment(ref _reportThrows);
            if (_reportThrottle.TryEnter()) logger.StrategyReportFailed(StrategyName(), group, reason, count, e);
        }
    }

    // RocketMQ's rule: the next queue, on a retry the next one of another broker if there is one.
    private MessageQueue SelectNext(MessageQueue[] queues, string? lastBroker)
    {
        for (var i = 0; lastBroker is not null && i < queues.Length; i++)
        {
            var queue = Next(queues);
            if (queue.BrokerName != lastBroker) return queue;
        }

        return Next(queues);
    }

    private MessageQueue Next(MessageQueue[] queues) => queues[(Interlocked.Increment(ref _index) & int.MaxValue) % queues.Length];

    private void Misbehaved(SelectionFault fault, string reason, Exception? exception = null)
    {
        health?.Count(fault, reason);
        var count = Interlocked.Increment(ref _fallbacks);
        if (_throttle.TryEnter()) logger.StrategyMisbehaved(StrategyName(), group, reason, count, exception);
    }

    // A host's wrapping says nothing to people.
    private string StrategyName()
    {
        if (strategy is not IExchangeable<IQueueSelectionStrategy> exchangeable) return strategy.GetType().Name;
        using var use = exchangeable.Enter();
        return use.Value.GetType().Name;
    }
}
