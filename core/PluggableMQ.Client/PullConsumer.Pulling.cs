using PluggableMQ.Abstractions;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Pulling;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Client.Validation;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

public sealed partial class PullConsumer
{
    /// <summary>Asks for the queues of a topic that can be read (<c>fetchSubscribeMessageQueues</c>).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues, sorted by broker name and id; at least one.</returns>
    /// <exception cref="MqRouteException">There is none, or no NameServer answered.</exception>
    public async ValueTask<IReadOnlyList<MessageQueue>> FetchSubscribeQueuesAsync(string topic, CancellationToken cancellationToken = default)
    {
        _lifecycle.EnsureRunning();
        NameChecks.CheckTopic(topic);
        var client = _client!;
        client.Channel.EnsureNameServer();
        var found = await client.Routes.RefreshAsync(NamespaceNames.Wrap(client.Namespace, topic)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (found.Failure is { } failure)
            throw new MqRouteException($"Can not find Message Queue for this topic, {topic}: {failure.Message}", ResponseCode.NotFoundTopicException, failure);
        var queues = found.Route!.SubscribeQueues;
        if (queues.Length == 0)
            throw new MqRouteException($"Can not find Message Queue for this topic, {topic} Namesrv return empty", ResponseCode.NotFoundTopicException);
        return client.Namespace is null ? Array.AsReadOnly(queues) : Array.ConvertAll(queues, queue => queue with { Topic = topic });
    }

    /// <summary>Pulls messages from a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="expression">Tags separated by <c>||</c>; <c>*</c> or null for all messages.</param>
    /// <param name="offset">The first queue offset wanted.</param>
    /// <param name="maxNums">How many messages at most; the broker may return fewer (32 is its usual bound).</param>
    /// <param name="suspend">Whether the broker may hold the request until there is something, for
    /// <see cref="PullConsumerOptions.BrokerSuspendMaxTimeMillis"/> at most (<c>pullBlockIfNotFound</c>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The messages and where to go on.</returns>
    /// <exception cref="MqIllegalArgumentException">An argument is not acceptable.</exception>
    /// <exception cref="MqRouteException">The queue's broker is not known.</exception>
    /// <exception cref="MqServerException">The broker answered with an error.</exception>
    /// <exception cref="MqProtocolException">The answer cannot be read.</exception>
    /// <exception cref="Remoting.RemotingException">There was no answer.</exception>
    /// <exception cref="MqServiceStateException">The consumer is not running.</exception>
    public async ValueTask<PullResult> PullAsync(
        MessageQueue queue, string? expression, long offset, int maxNums, bool suspend = false, CancellationToken cancellationToken = default)
    {
        var wireQueue = Check(queue, offset, maxNums);
        var filter = TagFilter.Parse(queue.Topic, expression);
        var start = ReceiveActivity.IsWanted ? _services.Clock.GetUtcNow() : default;
        try
        {
            using var raw = await _pulls.PullAsync(wireQueue, filter, offset, maxNums, suspend, cancellationToken).ConfigureAwait(false);
            var result = new PullResult
            {
                Status = raw.Status,
                NextBeginOffset = raw.NextBeginOffset,
                MinOffset = raw.MinOffset,
                MaxOffset = raw.MaxOffset,
                Messages = MessageDecoding.Decode(raw, filter, queue, _client!.Namespace, _options.MaxDecompressedSize),
            };
            if (start != default) ReceiveActivity.Record(queue, Group, result.Messages, start, _services.Clock.GetUtcNow());
            return result;
        }
        catch (Exception e) when (start != default && e is not OperationCanceledException)
        {
            ReceiveActivity.RecordFailure(queue, Group, e, start, _services.Clock.GetUtcNow());
            throw;
        }
    }

    /// <summary>Pulls messages from a queue without making objects of them: for throughput.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="expression">Tags separated by <c>||</c>; <c>*</c> or null for all messages.</param>
    /// <param name="offset">The first queue offset wanted.</param>
    /// <param name="maxNums">How many messages at most.</param>
    /// <param name="suspend">Whether the broker may hold the request until there is something.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The records and where to go on; to be disposed.</returns>
    /// <inheritdoc cref="PullAsync"/>
    public ValueTask<RawPullResult> PullRawAsync(
        MessageQueue queue, string? expression, long offset, int maxNums, bool suspend = false, CancellationToken cancellationToken = default)
    {
        try
        {
            return _pulls.PullAsync(Check(queue, offset, maxNums), TagFilter.Parse(queue.Topic, expression), offset, maxNums, suspend, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException<RawPullResult>(e);
        }
    }

    // The queue with its topic as on the wire.
    private MessageQueue Check(MessageQueue queue, long offset, int maxNums)
    {
        var wireQueue = Check(queue);
        if (offset < 0) throw new MqIllegalArgumentException("offset < 0");
        if (maxNums <= 0) throw new MqIllegalArgumentException("maxNums <= 0");
        Subscribe(_client!, wireQueue.Topic);
        return wireQueue;
    }

    private MessageQueue Check(MessageQueue queue)
    {
        _lifecycle.EnsureRunning();
        if (queue is null) throw new MqIllegalArgumentException("mq is null");
        return _client!.Namespace is { } ns ? queue with { Topic = NamespaceNames.Wrap(ns, queue.Topic) } : queue;
    }
}
