using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>RocketMQ's <c>MQFaultStrategy</c> with <c>sendLatencyFaultEnable</c>: the next queue on a broker that is available, else one of the less bad brokers.</summary>
/// <remarks>
/// It differs from Java in two things. The broker of the attempt that just failed is passed over where another one has queues of the topic, also
/// among the less bad ones; Java asks for it only without the latency table. And a failure ranks with what it counts as (<c>failureLatency</c>);
/// Java ranks by the time that really went by, so a dead broker that refuses within a millisecond is taken for the best of the bad ones.
/// </remarks>
internal sealed class LatencyAwareStrategy : IQueueSelectionStrategy, IDisposable
{
    private readonly long[] _boundTicks;
    private readonly long[] _durations;
    private readonly long _failureTicks;
    private readonly RotatingIndex _index;
    private readonly FaultTable _faults;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public LatencyAwareStrategy(LatencyAwareOptions options, QueueSelectionContext context) : this(options, context, new RotatingIndex())
    {
    }

    internal LatencyAwareStrategy(LatencyAwareOptions options, QueueSelectionContext context, RotatingIndex index)
    {
        _clock = context.Clock;
        _logger = context.LoggerFactory.CreateLogger<LatencyAwareStrategy>();
        _index = index;
        _faults = new FaultTable(options.MaxBrokers);
        _boundTicks = [.. options.LatencyMax.Select(static ms => ms * TimeSpan.TicksPerMillisecond)];
        _durations = [.. options.NotAvailableDuration];
        _failureTicks = options.FailureLatency * TimeSpan.TicksPerMillisecond;
    }

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var queues = request.Queues;
        var now = _clock.GetTimestamp();
        var avoided = FindAvoided(request);
        var start = (uint)_index.Next(request.Topic);
        for (var i = 0u; i < queues.Length; i++)
        {
            var queue = queues[(int)((start + i) % (uint)queues.Length)];
            if (!IsOf(queue, avoided) && _faults.IsAvailable(queue.BrokerName, now)) return queue;
        }

        return SelectLeastBad(request, avoided, now);
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // A broker that answers with an error is no better than one that does not answer: RocketMQ counts both as 30 s.
        var counted = outcome.Result == SendResultKind.Succeeded ? outcome.Elapsed.Ticks : _failureTicks;
        var duration = GetNotAvailableMilliseconds(counted);
        var now = _clock.GetTimestamp();
        if (duration > 0 && _faults.IsAvailable(outcome.Queue.BrokerName, now))
        {
            Log.BrokerAvoided(_logger, outcome.Queue.BrokerName, duration, outcome.Result, (long)outcome.Elapsed.TotalMilliseconds);
        }

        _faults.Update(outcome.Queue.BrokerName, counted, now + (duration * _clock.TimestampFrequency / 1000));
    }

    public void Dispose() => _index.Dispose();

    private MessageQueue SelectLeastBad(in QueueSelectionRequest request, string? avoided, long now)
    {
        var queues = request.Queues;
        if (_faults.PickOneAtLeast(now, avoided) is { } broker)
        {
            var count = CountQueues(queues, broker);
            if (count > 0)
            {
                // Java draws a queue and then overwrites its broker and id, so two numbers are used up.
                _index.Next(request.Topic);
                return GetQueue(queues, broker, _index.Next(request.Topic) % count);
            }

            // A broker without queues of this topic is of no use here; forgetting it lets the others come up.
            _faults.Remove(broker);
        }

        var next = _index.Next(request.Topic) % queues.Length;
        while (IsOf(queues[next], avoided)) next = (next + 1) % queues.Length;
        return queues[next];
    }

    /// <summary>The broker that just failed; null when there is none, or no other.</summary>
    private static string? FindAvoided(in QueueSelectionRequest request)
    {
        if (request.LastBrokerName is not { } last) return null;
        foreach (var queue in request.Queues)
        {
            if (!IsOf(queue, last)) return last;
        }

        return null;
    }

    private long GetNotAvailableMilliseconds(long latencyTicks)
    {
        for (var i = _boundTicks.Length - 1; i >= 0; i--)
        {
            if (latencyTicks >= _boundTicks[i]) return _durations[i];
        }

        return 0;
    }

    private static bool IsOf(MessageQueue queue, string? broker) => string.Equals(queue.BrokerName, broker, StringComparison.Ordinal);

    private static int CountQueues(ReadOnlySpan<MessageQueue> queues, string broker)
    {
        var count = 0;
        foreach (var queue in queues)
        {
            if (IsOf(queue, broker)) count++;
        }

        return count;
    }

    private static MessageQueue GetQueue(ReadOnlySpan<MessageQueue> queues, string broker, int position)
    {
        foreach (var queue in queues)
        {
            if (IsOf(queue, broker) && position-- == 0) return queue;
        }

        throw new InvalidOperationException($"The offered queues changed during the call: broker '{broker}' lost some.");
    }
}
