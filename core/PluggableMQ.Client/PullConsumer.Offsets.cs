using PluggableMQ.Abstractions;

namespace PluggableMQ.Client;

public sealed partial class PullConsumer
{
    /// <summary>The smallest offset of a queue that is still stored.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The offset.</returns>
    /// <exception cref="MqRouteException">The queue's broker is not known, or has no master.</exception>
    /// <exception cref="MqServerException">The broker answered with an error.</exception>
    /// <exception cref="Remoting.RemotingException">There was no answer within 6 seconds.</exception>
    public ValueTask<long> GetMinOffsetAsync(MessageQueue queue, CancellationToken cancellationToken = default)
        => _queues.GetMinOffsetAsync(Check(queue), cancellationToken);

    /// <summary>The end of a queue: the offset that its next message will get.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="GetMinOffsetAsync"/>
    public ValueTask<long> GetMaxOffsetAsync(MessageQueue queue, CancellationToken cancellationToken = default)
        => _queues.GetMaxOffsetAsync(Check(queue), cancellationToken);

    /// <summary>The offset of the message that was stored at, or nearest to, a time.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="GetMinOffsetAsync"/>
    public ValueTask<long> SearchOffsetAsync(MessageQueue queue, DateTimeOffset time, CancellationToken cancellationToken = default)
        => _queues.SearchOffsetAsync(Check(queue), time.ToUnixTimeMilliseconds(), cancellationToken);

    /// <summary>When the earliest message of a queue was stored.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The time, or null when the queue is empty.</returns>
    /// <inheritdoc cref="GetMinOffsetAsync"/>
    public async ValueTask<DateTimeOffset?> GetEarliestStoreTimeAsync(MessageQueue queue, CancellationToken cancellationToken = default)
    {
        var milliseconds = await _queues.GetEarliestStoreTimeAsync(Check(queue), cancellationToken).ConfigureAwait(false);
        return milliseconds < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    /// <summary>The offset that the group has committed for a queue (<c>fetchConsumeOffset</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The offset, or -1 when there is none; any error answer of the broker means none, as in Java.</returns>
    /// <exception cref="MqRouteException">The queue's broker is not known.</exception>
    /// <exception cref="Remoting.RemotingException">There was no answer within 5 seconds.</exception>
    public ValueTask<long> FetchCommittedOffsetAsync(MessageQueue queue, CancellationToken cancellationToken = default)
        => _queues.GetCommittedAsync(_group, Check(queue), cancellationToken);

    /// <summary>Commits an offset of the group for a queue, at once (<c>updateConsumeOffset</c>).</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="offset">The offset of the next message to consume.</param>
    /// <param name="oneWay">Whether not to wait for the broker's answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the broker has answered, or the request has been written.</returns>
    /// <exception cref="MqServerException">The broker answered with an error.</exception>
    /// <inheritdoc cref="FetchCommittedOffsetAsync"/>
    public ValueTask UpdateCommittedOffsetAsync(MessageQueue queue, long offset, bool oneWay = false, CancellationToken cancellationToken = default)
    {
        var wireQueue = Check(queue);
        if (offset < 0) throw new MqIllegalArgumentException("offset < 0");
        return _queues.CommitAsync(_group, wireQueue, offset, oneWay, cancellationToken);
    }
}
