using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Pulling;

/// <summary>Sends pull requests (<c>PullAPIWrapper</c>): to the broker that the last answer suggested. Thread-safe.</summary>
internal sealed class PullCalls(MqClient client, string group, PullConsumerOptions options)
{
    private readonly ConcurrentDictionary<MessageQueue, long> _suggested = new();

    /// <summary>Pulls once.</summary>
    /// <param name="queue">The queue, its topic as on the wire.</param>
    /// <param name="filter">Which messages.</param>
    /// <param name="offset">The first queue offset wanted.</param>
    /// <param name="maxNums">How many messages at most.</param>
    /// <param name="suspend">Whether the broker may hold the request until there is something.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RawPullResult> PullAsync(MessageQueue queue, TagFilter filter, long offset, int maxNums, bool suspend, CancellationToken cancellationToken)
    {
        var brokerId = _suggested.GetValueOrDefault(queue);
        var target = client.Brokers.FindForPull(queue.BrokerName, brokerId);
        if (target is null)
        {
            await client.Routes.RefreshAsync(queue.Topic).WaitAsync(cancellationToken).ConfigureAwait(false);
            target = client.Brokers.FindForPull(queue.BrokerName, brokerId) ?? throw SendError.NoBroker(queue.BrokerName);
        }

        var address = target.Value.Address;
        var request = client.Commands.Rent();
        RemotingCommand response;
        try
        {
            Fill(request, queue, filter, offset, maxNums, suspend);
            var timeout = suspend ? options.ConsumerTimeoutMillisWhenSuspend : options.ConsumerPullTimeoutMillis;
            response = await client.Channel.Remoting.InvokeAsync(address, request, TimeSpan.FromMilliseconds(timeout), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            client.Commands.Return(request);
        }

        return Read(response, queue, filter, address);
    }

    private void Fill(RemotingCommand request, MessageQueue queue, TagFilter filter, long offset, int maxNums, bool suspend)
    {
        request.Code = RequestCode.PullMessage;
        var header = new PullMessageRequestHeader
        {
            ConsumerGroup = group,
            Topic = queue.Topic,
            QueueId = queue.QueueId,
            QueueOffset = offset,
            MaxMsgNums = maxNums,
            SysFlag = (suspend ? PullSysFlag.Suspend : 0) | PullSysFlag.Subscription,
            SuspendTimeoutMillis = options.BrokerSuspendMaxTimeMillis,
            Subscription = filter.Expression,
            ExpressionType = SubscriptionData.TagType,
            BrokerName = queue.BrokerName,
        };
        header.Write(request.Fields);
        client.Channel.Mark(request);
    }

    private RawPullResult Read(RemotingCommand response, MessageQueue queue, TagFilter filter, string address)
    {
        var kept = false;
        try
        {
            var status = response.Code switch
            {
                ResponseCode.Success => PullStatus.Found,
                ResponseCode.PullNotFound => PullStatus.NoNewMessage,
                ResponseCode.PullRetryImmediately => PullStatus.NoMatchedMessage,
                ResponseCode.PullOffsetMoved => PullStatus.OffsetIllegal,
                _ => throw new MqServerException(response.Code, response.Remark, address),
            };
            if (!PullMessageResponseHeader.TryRead(response.Fields, out var header, out var error))
                throw new MqProtocolException($"The pull answer of {address} cannot be read: {error}", address);
            Suggest(queue, header.SuggestWhichBrokerId);
            kept = true;
            return new RawPullResult(status, header.NextBeginOffset, header.MinOffset, header.MaxOffset, response, client.Channel.Remoting, filter);
        }
        finally
        {
            if (!kept) client.Channel.Remoting.Recycle(response);
        }
    }

    private void Suggest(MessageQueue queue, long brokerId)
    {
        // Almost always the master: then nothing is kept.
        if (brokerId != BrokerTable.MasterId) _suggested[queue] = brokerId;
        else if (!_suggested.IsEmpty) _suggested.TryRemove(queue, out _);
    }
}
