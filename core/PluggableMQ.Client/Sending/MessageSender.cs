using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Sending;

/// <summary>Sends the messages of one producer: route, queue, request, retries. Thread-safe.</summary>
/// <remarks>Each way to send is one async method, so that a send costs one state machine; requests are pooled.</remarks>
internal sealed partial class MessageSender(
    MqClient client, ProducerOptions options, string group, QueueSelector selector, SendTracer? tracer, ILogger logger)
{
    private readonly TimeProvider _clock = client.Services.Clock;
    private readonly bool _vip = client.Options.VipChannelEnabled;

    /// <summary>The route to send a topic to; asks for it when there is none.</summary>
    /// <exception cref="MqRouteException">There is none, or no NameServer is known.</exception>
    /// <exception cref="MqTimeoutException">The answer did not come in time.</exception>
    public ValueTask<TopicRoute> GetRouteAsync(string topic, TimeSpan timeout, CancellationToken cancellationToken)
        => client.Routes.TryGet(topic, out var route) && route.PublishQueues.Length > 0
            ? ValueTask.FromResult(route)
            : FindRouteAsync(topic, timeout, cancellationToken);

    private async ValueTask<TopicRoute> FindRouteAsync(string topic, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var finding = client.Routes.FindForSendAsync(topic, options.CreateTopicKey, options.DefaultTopicQueueNums);
        RouteLookup found;
        try
        {
            found = await finding.WaitAsync(timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw SendError.OutOfTime(e);
        }

        if (found.Route is { PublishQueues.Length: > 0 } route) return route;
        client.Channel.EnsureNameServer();
        throw SendError.NoRoute(topic, found.Failure);
    }

    private ValueTask<string> GetAddressAsync(MessageQueue queue, CancellationToken cancellationToken)
        => client.Brokers.FindMaster(queue.BrokerName, _vip) is { } address
            ? ValueTask.FromResult(address)
            : FindAddressAsync(queue, cancellationToken);

    private async ValueTask<string> FindAddressAsync(MessageQueue queue, CancellationToken cancellationToken)
    {
        await client.Routes.RefreshAsync(NamespaceNames.Wrap(client.Namespace, queue.Topic)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return client.Brokers.FindMaster(queue.BrokerName, _vip) ?? throw SendError.NoBroker(queue.BrokerName);
    }

    private void Fill(RemotingCommand request, in OutgoingMessage message, MessageQueue queue)
    {
        request.Code = message.IsBatch ? RequestCode.SendBatchMessage : RequestCode.SendMessageV2;
        request.SetBody(message.Body);
        var header = new SendMessageRequestHeader
        {
            ProducerGroup = group,
            Topic = message.Topic,
            DefaultTopic = options.CreateTopicKey,
            DefaultTopicQueueNums = options.DefaultTopicQueueNums,
            QueueId = queue.QueueId,
            SysFlag = message.SysFlag,
            BornTimestamp = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Flag = message.Message.Flag,
            Properties = message.BatchProperties ?? message.TracedProperties,
            ReconsumeTimes = message.ReconsumeTimes,
            UnitMode = client.Options.UnitMode,
            MaxReconsumeTimes = message.MaxReconsumeTimes,
            IsBatch = message.IsBatch,
            BrokerName = queue.BrokerName,
        };
        header.Write(request.Code, request.Fields, header.Properties is null ? message.Message : null);
        client.Channel.Mark(request);
    }
}
