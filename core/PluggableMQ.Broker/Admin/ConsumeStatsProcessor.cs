using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>GET_CONSUME_STATS (208) of one group and GET_BROKER_CONSUME_STATS (317) of all.</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.GetConsumeStats, RequestCode.GetBrokerConsumeStats)]
internal sealed class ConsumeStatsProcessor : IRequestProcessor
{
    private readonly BrokerIdentity _identity;
    private readonly SubscriptionGroupService _groups;
    private readonly ConsumerOffsetService _offsets;
    private readonly ConsumeStatsReader _reader;

    public ConsumeStatsProcessor(
        BrokerIdentity identity, SubscriptionGroupService groups, ConsumerOffsetService offsets, ConsumeStatsReader reader)
    {
        _identity = identity;
        _groups = groups;
        _offsets = offsets;
        _reader = reader;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (context.Request.Code == RequestCode.GetBrokerConsumeStats)
            response.SetBody(DescribeAll(orderedOnly: context.Request.Fields.GetBoolean("isOrder"u8)).Encode());
        else if (GetConsumeStatsRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            response.SetBody(DescribeOne(header).Encode());
        else response.SetResult(ResponseCode.SystemError, error);
        return default;
    }

    private ConsumeStats DescribeOne(GetConsumeStatsRequestHeader header)
    {
        var stats = new ConsumeStats();
        var topics = string.IsNullOrWhiteSpace(header.Topic) ? _offsets.FindTopics(header.ConsumerGroup) : [header.Topic];
        foreach (var name in topics)
        {
            if (_reader.FindTopic(header.ConsumerGroup, name) is { } topic)
                _reader.Add(stats, header.ConsumerGroup, topic, topic.Config.ReadQueueNums);
        }

        return stats;
    }

    private ConsumeStatsList DescribeAll(bool orderedOnly)
    {
        var result = new ConsumeStatsList { BrokerAddr = _identity.Address };
        foreach (var group in _groups.All)
        {
            var all = new List<ConsumeStats>();
            foreach (var name in _offsets.FindTopics(group.GroupName))
            {
                if (_reader.FindTopic(group.GroupName, name) is not { } topic || (orderedOnly && !topic.Config.Order)) continue;
                var stats = new ConsumeStats();
                _reader.Add(stats, group.GroupName, topic, topic.Config.WriteQueueNums);
                result.TotalDiff += stats.OffsetTable.Values.Sum(offset => offset.BrokerOffset - offset.ConsumerOffset);
                all.Add(stats);
            }

            result.Groups.Add(new Dictionary<string, List<ConsumeStats>>(StringComparer.Ordinal) { [group.GroupName] = all });
        }

        return result;
    }
}
