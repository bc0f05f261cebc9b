using PluggableMQ.Abstractions;
using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Pulling;

/// <summary>Asks brokers for the offsets of a queue (<c>MQAdminImpl</c>, <c>RemoteBrokerOffsetStore</c>). Topics and groups as on the wire.</summary>
internal sealed class QueueCalls(MqClient client)
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(5);

    public ValueTask<long> GetMinOffsetAsync(MessageQueue queue, CancellationToken cancellationToken)
        => AskMasterAsync(queue, CreateRequest(RequestCode.GetMinOffset, queue), Answers.Offset, cancellationToken);

    public ValueTask<long> GetMaxOffsetAsync(MessageQueue queue, CancellationToken cancellationToken)
        => AskMasterAsync(queue, CreateRequest(RequestCode.GetMaxOffset, queue), Answers.Offset, cancellationToken);

    public ValueTask<long> GetEarliestStoreTimeAsync(MessageQueue queue, CancellationToken cancellationToken)
        => AskMasterAsync(queue, CreateRequest(RequestCode.GetEarliestMsgStoreTime, queue), Answers.EarliestStoreTime, cancellationToken);

    public ValueTask<long> SearchOffsetAsync(MessageQueue queue, long timestamp, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.SearchOffsetByTimestamp);
        new SearchOffsetRequestHeader { Topic = queue.Topic, QueueId = queue.QueueId, Timestamp = timestamp, BrokerName = queue.BrokerName }.Write(request.Fields);
        return AskMasterAsync(queue, request, Answers.Offset, cancellationToken);
    }

    /// <summary>The group's committed offset; -1 when the broker has none, which any error of it means.</summary>
    public async ValueTask<long> GetCommittedAsync(string group, MessageQueue queue, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.QueryConsumerOffset);
        new QueryConsumerOffsetRequestHeader { ConsumerGroup = group, Topic = queue.Topic, QueueId = queue.QueueId, BrokerName = queue.BrokerName }.Write(request.Fields);
        var address = await FindAnyAsync(queue, cancellationToken).ConfigureAwait(false);
        try
        {
            return await client.Channel.CallAsync(address, request, CommitTimeout, Answers.Offset, cancellationToken).ConfigureAwait(false);
        }
        catch (MqServerException)
        {
            return -1;
        }
    }

    /// <summary>Commits an offset.</summary>
    public async ValueTask CommitAsync(string group, MessageQueue queue, long offset, bool oneWay, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.UpdateConsumerOffset);
        new UpdateConsumerOffsetRequestHeader
        {
            ConsumerGroup = group, Topic = queue.Topic, QueueId = queue.QueueId, CommitOffset = offset, BrokerName = queue.BrokerName,
        }.Write(request.Fields);
        var address = await FindAnyAsync(queue, cancellationToken).ConfigureAwait(false);
        if (!oneWay)
        {
            await client.Channel.CallAsync(address, request, CommitTimeout, Answers.Ignore, cancellationToken).ConfigureAwait(false);
            return;
        }

        client.Channel.Mark(request);
        await client.Channel.Remoting.InvokeOneWayAsync(address, request, CommitTimeout, cancellationToken).ConfigureAwait(false);
    }

    private static RemotingCommand CreateRequest(int code, MessageQueue queue)
    {
        var request = RemotingCommand.CreateRequest(code);
        new QueueRequestHeader { Topic = queue.Topic, QueueId = queue.QueueId, BrokerName = queue.BrokerName }.Write(request.Fields);
        return request;
    }

    private async ValueTask<long> AskMasterAsync(MessageQueue queue, RemotingCommand request, Func<RemotingCommand, long> read, CancellationToken cancellationToken)
    {
        var vip = client.Options.VipChannelEnabled;
        var address = client.Brokers.FindMaster(queue.BrokerName, vip);
        if (address is null)
        {
            await client.Routes.RefreshAsync(queue.Topic).WaitAsync(cancellationToken).ConfigureAwait(false);
            address = client.Brokers.FindMaster(queue.BrokerName, vip) ?? throw SendError.NoBroker(queue.BrokerName);
        }

        return await client.Channel.CallAsync(address, request, QueryTimeout, read, cancellationToken).ConfigureAwait(false);
    }

    // The master, else a slave: it knows the offsets too, a little later.
    private async ValueTask<string> FindAnyAsync(MessageQueue queue, CancellationToken cancellationToken)
    {
        var found = client.Brokers.FindForPull(queue.BrokerName, BrokerTable.MasterId);
        if (found is null)
        {
            await client.Routes.RefreshAsync(queue.Topic).WaitAsync(cancellationToken).ConfigureAwait(false);
            found = client.Brokers.FindForPull(queue.BrokerName, BrokerTable.MasterId) ?? throw SendError.NoBroker(queue.BrokerName);
        }

        var address = found.Value.Address;
        return client.Options.VipChannelEnabled ? BrokerAddresses.GetVip(address) : address;
    }
}
