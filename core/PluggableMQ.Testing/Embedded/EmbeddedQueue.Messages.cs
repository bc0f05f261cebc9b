using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Testing;

/// <content>Producers, consumers, topics, and the shortest way to send and to read.</content>
public sealed partial class EmbeddedQueue
{
    private const string ClusterName = "DefaultCluster";
    private static readonly TimeSpan RoutePause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RoutePatience = TimeSpan.FromSeconds(30);

    private Task<Producer>? _producer;
    private Task<PullConsumer>? _consumer;

    /// <summary>Starts a producer; the queue stops it when it ends, if the caller has not.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="configure">Changes its settings; they begin with those in force, a manifest's <c>producer</c> section included.</param>
    /// <returns>The producer, started.</returns>
    public async Task<Producer> CreateProducerAsync(string group = "embedded_producer", Action<ProducerOptions>? configure = null)
    {
        var options = new ProducerOptions
        {
            SendMsgTimeout = Client.ProducerOptions.SendMsgTimeout,
            RetryTimesWhenSendFailed = Client.ProducerOptions.RetryTimesWhenSendFailed,
            CompressMsgBodyOverHowmuch = Client.ProducerOptions.CompressMsgBodyOverHowmuch,
            MaxMessageSize = Client.ProducerOptions.MaxMessageSize,
            DefaultTopicQueueNums = Client.ProducerOptions.DefaultTopicQueueNums,
            ProducerGroup = group,
        };
        configure?.Invoke(options);
        var producer = Keep(Client.Factory.CreateProducer(options, Client.Options));
        await producer.StartAsync().ConfigureAwait(false);
        return producer;
    }

    /// <summary>Starts a pull consumer; the queue stops it when it ends, if the caller has not.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="configure">Changes its settings.</param>
    /// <returns>The consumer, started.</returns>
    public async Task<PullConsumer> CreatePullConsumerAsync(string group = "embedded_consumer", Action<PullConsumerOptions>? configure = null)
    {
        var options = new PullConsumerOptions { ConsumerGroup = group };
        configure?.Invoke(options);
        var consumer = Keep(Client.Factory.CreatePullConsumer(options, Client.Options));
        await consumer.StartAsync().ConfigureAwait(false);
        return consumer;
    }

    /// <summary>Creates a topic and waits until the NameServer knows it.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queues">How many queues it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the topic can be sent to.</returns>
    public async Task CreateTopicAsync(string topic, int queues = 4, CancellationToken cancellationToken = default)
    {
        await Admin.CreateTopicAsync(BrokerAddress, new TopicConfig { TopicName = topic, ReadQueueNums = queues, WriteQueueNums = queues }, cancellationToken).ConfigureAwait(false);
        await FetchAsync(() => Admin.GetRouteAsync(topic, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends one message by a producer of the queue's own.</summary>
    /// <param name="topic">The topic; made if it is not there.</param>
    /// <param name="body">The body, as text.</param>
    /// <param name="tags">The tag, or null.</param>
    /// <param name="keys">The keys, separated by spaces, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Where it is stored.</returns>
    public async Task<SendResult> SendAsync(string topic, string body, string? tags = null, string? keys = null, CancellationToken cancellationToken = default)
    {
        Task<Producer> creating;
        // One that could not start is not kept: the next send may have better luck.
        lock (_gate) creating = _producer = Usable(_producer) ?? CreateProducerAsync("embedded_send");
        var producer = await creating.ConfigureAwait(false);
        return await producer.SendAsync(new Message(topic, Encoding.UTF8.GetBytes(body), tags, keys), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all messages that a topic holds, from the beginning, in the order of their queues.</summary>
    /// <param name="topic">The topic; waited for, up to 30 seconds, if a first send is about to make it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The messages.</returns>
    public async Task<IReadOnlyList<MessageExt>> ReadAllAsync(string topic, CancellationToken cancellationToken = default)
    {
        Task<PullConsumer> creating;
        lock (_gate) creating = _consumer = Usable(_consumer) ?? CreatePullConsumerAsync("embedded_read");
        var consumer = await creating.ConfigureAwait(false);
        var messages = new List<MessageExt>();
        foreach (var queue in await FetchAsync(() => consumer.FetchSubscribeQueuesAsync(topic, cancellationToken), cancellationToken).ConfigureAwait(false))
            await ReadQueueAsync(consumer, queue, messages, cancellationToken).ConfigureAwait(false);
        return messages;
    }

    private static async Task ReadQueueAsync(PullConsumer consumer, MessageQueue queue, List<MessageExt> messages, CancellationToken cancellationToken)
    {
        // A queue that never got a message has the smallest offset -1, as in Java.
        var offset = Math.Max(0, await consumer.GetMinOffsetAsync(queue, cancellationToken).ConfigureAwait(false));
        var end = await consumer.GetMaxOffsetAsync(queue, cancellationToken).ConfigureAwait(false);
        while (offset < end)
        {
            var result = await consumer.PullAsync(queue, "*", offset, 32, suspend: false, cancellationToken).ConfigureAwait(false);
            messages.AddRange(result.Messages);
            if (result.NextBeginOffset <= offset) return;
            offset = result.NextBeginOffset;
        }
    }

    // A topic is at the NameServer a moment later than at the broker.
    private static async Task<T> FetchAsync<T>(Func<ValueTask<T>> fetch, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await fetch().ConfigureAwait(false);
            }
            catch (MqClientException e) when (IsUnknownTopic(e) && TimeProvider.System.GetElapsedTime(since) < RoutePatience)
            {
                await Task.Delay(RoutePause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsUnknownTopic(Exception exception)
        => exception is MqServerException { ResponseCode: ResponseCode.TopicNotExist } || (exception.InnerException is { } inner && IsUnknownTopic(inner));

    private static Task<T>? Usable<T>(Task<T>? creating) => creating is { IsFaulted: false, IsCanceled: false } ? creating : null;

    private T Keep<T>(T client)
        where T : IAsyncDisposable
    {
        lock (_gate) _clients.Add(client);
        return client;
    }
}
