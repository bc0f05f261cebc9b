using PluggableMQ.Abstractions;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

public sealed partial class Producer
{
    /// <summary>Sends a message to the queue that the strategy chooses, by the rules of Java's synchronous send.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up; the message may have been stored.</param>
    /// <returns>Where it was stored. A status other than <see cref="SendStatus.SendOk"/> also means stored.</returns>
    /// <exception cref="MqIllegalArgumentException">The message is not acceptable; nothing was sent.</exception>
    /// <exception cref="MqServerException">The broker refused it.</exception>
    /// <exception cref="MqSendFailedException">All attempts failed.</exception>
    /// <exception cref="MqTimeoutException">The time ran out between two attempts, or before the first.</exception>
    /// <exception cref="MqRouteException">There is no queue to send to.</exception>
    /// <exception cref="MqServiceStateException">The producer is not running.</exception>
    public ValueTask<SendResult> SendAsync(Message message, CancellationToken cancellationToken = default)
        => SendAsync(message, default(SendOptions), cancellationToken);

    /// <summary>Sends a message to the queue that the strategy chooses.</summary>
    /// <param name="message">The message.</param>
    /// <param name="options">The rules and the time limit.</param>
    /// <param name="cancellationToken">Gives up; the message may have been stored.</param>
    /// <inheritdoc cref="SendAsync(Message, CancellationToken)"/>
    public ValueTask<SendResult> SendAsync(Message message, SendOptions options, CancellationToken cancellationToken = default)
    {
        try
        {
            _lifecycle.EnsureRunning();
            if (IsTraced) return SendTracedAsync(message, null, null, options, cancellationToken);
            return SendAsync(_preparer.Prepare(message), null, options, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException<SendResult>(e);
        }
    }

    /// <summary>Sends a message to a given queue. A synchronous send makes one attempt.</summary>
    /// <param name="message">The message.</param>
    /// <param name="queue">The queue, of the message's topic.</param>
    /// <param name="options">The rules and the time limit.</param>
    /// <param name="cancellationToken">Gives up; the message may have been stored.</param>
    /// <inheritdoc cref="SendAsync(Message, CancellationToken)"/>
    public ValueTask<SendResult> SendAsync(Message message, MessageQueue queue, SendOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        try
        {
            _lifecycle.EnsureRunning();
            if (IsTraced) return SendTracedAsync(message, queue, null, options, cancellationToken);
            var outgoing = _preparer.Prepare(message);
            CheckTopic(message, queue);
            return SendAsync(outgoing, queue, options, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException<SendResult>(e);
        }
    }

    /// <summary>Sends a message to the queue that a selector chooses. A synchronous send makes one attempt.</summary>
    /// <param name="message">The message.</param>
    /// <param name="selector">Chooses the queue.</param>
    /// <param name="options">The rules and the time limit.</param>
    /// <param name="cancellationToken">Gives up; the message may have been stored.</param>
    /// <inheritdoc cref="SendAsync(Message, CancellationToken)"/>
    public async ValueTask<SendResult> SendAsync(
        Message message, MessageQueueSelector selector, SendOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _lifecycle.EnsureRunning();
        if (IsTraced) return await SendTracedAsync(message, null, selector, options, cancellationToken).ConfigureAwait(false);
        var outgoing = _preparer.Prepare(message);
        var queue = await SelectAsync(outgoing, selector, options.Timeout ?? _timeout, cancellationToken).ConfigureAwait(false);
        return await SendAsync(outgoing, queue, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends messages of one topic with one request, to one queue.</summary>
    /// <param name="messages">The messages: one topic, one <see cref="Message.WaitStoreMsgOk"/>, no delay, no retry topic, together no larger
    /// than <see cref="ProducerOptions.MaxMessageSize"/>.</param>
    /// <param name="options">The rules and the time limit.</param>
    /// <param name="cancellationToken">Gives up; the messages may have been stored.</param>
    /// <returns>Where they were stored: ids joined by commas, the first one's offset.</returns>
    /// <inheritdoc cref="SendAsync(Message, CancellationToken)"/>
    public ValueTask<SendResult> SendBatchAsync(IReadOnlyList<Message> messages, SendOptions options = default, CancellationToken cancellationToken = default)
        => SendBatchCoreAsync(messages, null, options, cancellationToken);

    /// <summary>Sends messages of one topic with one request, to a given queue. A synchronous send makes one attempt.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="queue">The queue, of the messages' topic.</param>
    /// <param name="options">The rules and the time limit.</param>
    /// <param name="cancellationToken">Gives up; the messages may have been stored.</param>
    /// <inheritdoc cref="SendBatchAsync(IReadOnlyList{Message}, SendOptions, CancellationToken)"/>
    public ValueTask<SendResult> SendBatchAsync(
        IReadOnlyList<Message> messages, MessageQueue queue, SendOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return SendBatchCoreAsync(messages, queue, options, cancellationToken);
    }

    /// <summary>Sends a message without waiting for an answer: whether it was stored is not known.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the request has been written.</returns>
    /// <inheritdoc cref="SendAsync(Message, CancellationToken)"/>
    public ValueTask SendOneWayAsync(Message message, CancellationToken cancellationToken = default)
    {
        try
        {
            _lifecycle.EnsureRunning();
            if (IsTraced) return SendOneWayTracedAsync(message, null, cancellationToken);
            return _sender.SendOneWayAsync(_preparer.Prepare(message), null, _timeout, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Sends a message to a given queue without waiting for an answer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="queue">The queue, of the message's topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="SendOneWayAsync(Message, CancellationToken)"/>
    public ValueTask SendOneWayAsync(Message message, MessageQueue queue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        try
        {
            _lifecycle.EnsureRunning();
            if (IsTraced) return SendOneWayTracedAsync(message, queue, cancellationToken);
            var outgoing = _preparer.Prepare(message);
            CheckTopic(message, queue);
            return _sender.SendOneWayAsync(outgoing, queue, _timeout, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>The queues of a topic that can be written (<c>fetchPublishMessageQueues</c>).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues, sorted by broker name and id; at least one.</returns>
    /// <exception cref="MqRouteException">There is none.</exception>
    public async ValueTask<IReadOnlyList<MessageQueue>> FetchPublishQueuesAsync(string topic, CancellationToken cancellationToken = default)
    {
        _lifecycle.EnsureRunning();
        var route = await _sender.GetRouteAsync(NamespaceNames.Wrap(_client!.Namespace, topic), _timeout, cancellationToken).ConfigureAwait(false);
        return GetUserQueues(route);
    }

    private ValueTask<SendResult> SendAsync(in OutgoingMessage message, MessageQueue? queue, SendOptions options, CancellationToken cancellationToken)
        => options.Mode == SendMode.Synchronous
            ? _sender.SendAsync(message, queue, options.Timeout ?? _timeout, cancellationToken)
            : _sender.SendAsynchronouslyAsync(message, queue, options.Timeout ?? _timeout, cancellationToken);

    private ValueTask<SendResult> SendBatchCoreAsync(IReadOnlyList<Message> messages, MessageQueue? queue, SendOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        try
        {
            _lifecycle.EnsureRunning();
            if (IsTraced) return SendBatchTracedAsync(messages, queue, options, cancellationToken);
            var outgoing = _preparer.Prepare(messages);
            if (queue is not null) CheckTopic(outgoing.Message, queue);
            return SendAsync(outgoing, queue, options, cancellationToken);
        }
        catch (MqClientException e)
        {
            return ValueTask.FromException<SendResult>(e);
        }
    }

    private async ValueTask<MessageQueue> SelectAsync(OutgoingMessage message, MessageQueueSelector selector, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var queues = GetUserQueues(await _sender.GetRouteAsync(message.Topic, timeout, cancellationToken).ConfigureAwait(false));
        MessageQueue? queue;
        try
        {
            queue = selector(queues, message.Message);
        }
#pragma warning disable CA1031 // The user's code may throw anything; the send fails with that as its cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new MqIllegalArgumentException($"select message queue threw exception: {e.Message}", innerException: e);
        }

        if (queue is null) throw new MqIllegalArgumentException("select message queue return null.");
        CheckTopic(message.Message, queue);
        return queue;
    }

    private IReadOnlyList<MessageQueue> GetUserQueues(TopicRoute route) => _client!.Namespace is { } ns
        ? Array.ConvertAll(route.PublishQueues, queue => queue with { Topic = NamespaceNames.Unwrap(ns, queue.Topic) })
        : Array.AsReadOnly(route.PublishQueues);

    private static void CheckTopic(Message message, MessageQueue queue)
    {
        if (message.Topic != queue.Topic)
            throw new MqIllegalArgumentException($"message's topic not equal mq's topic: {message.Topic}, {queue.Topic}");
    }
}
