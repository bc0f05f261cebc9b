using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Administration;

/// <summary>The administration requests.</summary>
internal sealed class AdminCalls(MqClient client)
{
    // mqadmin's time limit.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ClientChannel _channel = client.Channel;

    public ValueTask<ClusterInfo> GetClusterInfoAsync(CancellationToken cancellationToken) => _channel.CallNameServerAsync(
        RemotingCommand.CreateRequest(RequestCode.GetBrokerClusterInfo), Timeout,
        static response => ClusterInfo.Decode(Answers.GetBody(response)), cancellationToken);

    public ValueTask<TopicRouteData> GetRouteAsync(string topic, CancellationToken cancellationToken)
        => new RouteSource(_channel, Timeout).GetRouteAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<string>> GetTopicsAsync(CancellationToken cancellationToken) => _channel.CallNameServerAsync<IReadOnlyList<string>>(
        RemotingCommand.CreateRequest(RequestCode.GetAllTopicListFromNameserver), Timeout,
        static response => TopicList.Decode(Answers.GetBody(response)).TopicNames, cancellationToken);

    public async ValueTask<TopicStatsTable> GetTopicStatsAsync(string topic, CancellationToken cancellationToken)
    {
        var route = await GetRouteAsync(topic, cancellationToken).ConfigureAwait(false);
        var all = new TopicStatsTable();
        foreach (var address in SelectAddresses(route))
        {
            var request = RemotingCommand.CreateRequest(RequestCode.GetTopicStatsInfo);
            new TopicRequestHeader { Topic = topic }.Write(request.Fields);
            var stats = await _channel.CallAsync(address, request, Timeout, static response => TopicStatsTable.Decode(Answers.GetBody(response)), cancellationToken)
                .ConfigureAwait(false);
            foreach (var (queue, offsets) in stats.OffsetTable) all.OffsetTable[queue] = offsets;
        }

        return all;
    }

    public async ValueTask CreateTopicAsync(string address, TopicConfig topic, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.UpdateAndCreateTopic);
        new CreateTopicRequestHeader
        {
            Topic = topic.TopicName,
            DefaultTopic = TopicNames.AutoCreate,
            ReadQueueNums = topic.ReadQueueNums,
            WriteQueueNums = topic.WriteQueueNums,
            Permission = topic.Perm,
            TopicFilterType = TopicFilterTypes.GetName(topic.TopicFilterType),
            TopicSysFlag = topic.TopicSysFlag,
            Order = topic.Order,
        }.Write(request.Fields);
        await _channel.CallAsync(address, request, Timeout, Answers.Ignore, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DeleteTopicInBrokerAsync(string address, string topic, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.DeleteTopicInBroker);
        new TopicRequestHeader { Topic = topic }.Write(request.Fields);
        await _channel.CallAsync(address, request, Timeout, Answers.Ignore, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DeleteTopicInNameServersAsync(string topic, string cluster, CancellationToken cancellationToken)
    {
        foreach (var address in _channel.NameServers.Addresses)
        {
            var request = RemotingCommand.CreateRequest(RequestCode.DeleteTopicInNamesrv);
            new DeleteTopicFromNamesrvRequestHeader { Topic = topic, ClusterName = cluster }.Write(request.Fields);
            await _channel.CallAsync(address, request, Timeout, Answers.Ignore, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The addresses of a cluster's masters; at least one.</summary>
    public async ValueTask<IReadOnlyList<string>> GetMastersAsync(string cluster, CancellationToken cancellationToken)
    {
        var info = await GetClusterInfoAsync(cancellationToken).ConfigureAwait(false);
        if (!info.ClusterAddrTable.TryGetValue(cluster, out var names))
        {
            throw new MqRouteException(
                $"Make sure the specified clusterName exists or the nameserver which connected is correct: cluster '{cluster}' is not among: {string.Join(", ", info.ClusterAddrTable.Keys)}.",
                ResponseCode.BrokerNotExistException);
        }

        List<string> masters = [];
        foreach (var name in names)
        {
            if (info.BrokerAddrTable.TryGetValue(name, out var broker) && broker.BrokerAddrs.TryGetValue(BrokerTable.MasterId, out var address)) masters.Add(address);
        }

        return masters.Count > 0 ? masters : throw new MqRouteException($"Cluster '{cluster}' has no master now.", ResponseCode.BrokerNotExistException);
    }

    /// <summary>One address of every broker of a route: the master's, else any (<c>BrokerData.selectBrokerAddr</c>).</summary>
    public static IEnumerable<string> SelectAddresses(TopicRouteData route)
    {
        foreach (var broker in route.BrokerDatas)
        {
            if (broker.BrokerAddrs.TryGetValue(BrokerTable.MasterId, out var master)) yield return master;
            else if (broker.BrokerAddrs.Count > 0) yield return broker.BrokerAddrs.Values.ElementAt(Random.Shared.Next(broker.BrokerAddrs.Count));
        }
    }
}
