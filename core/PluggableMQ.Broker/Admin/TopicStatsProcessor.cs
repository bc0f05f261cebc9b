using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Clients;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>GET_TOPIC_STATS_INFO (202) and QUERY_TOPIC_CONSUME_BY_WHO (300).</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.GetTopicStatsInfo, RequestCode.QueryTopicConsumeByWho)]
internal sealed class TopicStatsProcessor : IRequestProcessor
{
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly ConsumerRegistry _consumers;
    private readonly ConsumerOffsetService _offsets;
    private readonly IMessageReader _reader;

    public TopicStatsProcessor(
        BrokerIdentity identity, TopicConfigService topics, ConsumerRegistry consumers, ConsumerOffsetService offsets, IMessageStore store)
    {
        _identity = identity;
        _topics = topics;
        _consumers = consumers;
        _offsets = offsets;
        _reader = store.Reader;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (!TopicRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            response.SetResult(ResponseCode.SystemError, error);
        else if (context.Request.Code == RequestCode.QueryTopicConsumeByWho)
            response.SetBody(new GroupList { GroupNames = FindGroups(header.Topic) }.Encode());
        else if (_topics.Find(header.Topic) is not { } topic)
            response.SetResult(ResponseCode.TopicNotExist, $"topic[{header.Topic}] not exist");
        else response.SetBody(Describe(topic).Encode());
        return default;
    }

    private List<string> FindGroups(string topic)
    {
        var connected = _consumers.All.Where(group => group.FindSubscription(topic) is not null).Select(group => group.Name);
        return [.. connected.Union(_offsets.FindGroups(topic), StringComparer.Ordinal)];
    }

    private TopicStatsTable Describe(TopicEntry topic)
    {
        var table = new TopicStatsTable();
        for (var queueId = 0; queueId < topic.Config.WriteQueueNums; queueId++)
        {
            var end = Math.Max(0, _reader.GetMaxOffset(topic.Name, queueId));
            table.OffsetTable[new MessageQueue(topic.Name, _identity.BrokerName, queueId)] = new TopicOffset
            {
                MinOffset = Math.Max(0, _reader.GetMinOffset(topic.Name, queueId)),
                MaxOffset = end,
                LastUpdateTimestamp = end > 0 ? _reader.GetStoreTimestamp(topic.Name, queueId, end - 1) : 0,
            };
        }

        return table;
    }
}
