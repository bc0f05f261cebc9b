using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>RocketMQ's <c>MQFaultStrategy</c> with <c>sendLatencyFaultEnable</c>: the next queue on a broker that is available, else one of the less bad brokers.</summary>
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
        var start = (uint)_index.Next(request.Topic);
        MessageQueue? again = null;
        for (var i = 0u; i < queues.Length; i++)
        {
            var queue = queues[(int)((start + i) % (uint)queues.Length)];
            if (!_faults.IsAvailable(queue.BrokerName, now)) continue;
            // Java relies on the report of the failure, which makes the broker unavailable. Options may say that it does not.
            if (!string.Equals(queue.BrokerName, request.LastBrokerName, StringComparison.Ordinal)) return queue;
            again ??= queue;
        }

        return again ?? SelectLeastBad(request, now);
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

        _faults.Update(outcome.Queue.BrokerName, outcome.Elapsed.Ticks, now + (duration * _clock.TimestampFrequency / 1000));
    }

    public void Dispose() => _index.Dispose();

    private MessageQueue SelectLeastBad(in QueueSelectionRequest request, long now)
    {
        var queues = request.Queues;
        if (_faults.PickOneAtLeast(now) is { } broker)
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

        return queues[_index.Next(request.Topic) % queues.Length];
    }

    private long GetNotAvailableMilliseconds(long latencyTicks)
    {
        for (var i = _boundTicks.Length - 1; i >= 0; i--)
        {
            if (latencyTicks >= _boundTicks[i]) return _durations[i];
        }

        return 0;
    }

    private static int CountQueues(ReadOnlySpan<MessageQueue> queues, string broker)
    {
        var count = 0;
        foreach (var queue in queues)
        {
            if (string.Equals(queue.BrokerName, broker, StringComparison.Ordinal)) count++;
        }

        return count;
    }

    private static MessageQueue GetQueue(ReadOnlySpan<MessageQueue> queues, string broker, int position)
    {
        foreach (var queue in queues)
        {
            if (string.Equals(queue.BrokerName, broker, StringComparison.Ordinal) && position-- == 0) return queue;
        }

        throw new InvalidOperationException($"The offered queues changed during the call: broker '{broker}' lost some.");
    }
}
