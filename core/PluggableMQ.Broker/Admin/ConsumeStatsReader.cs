using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Clients;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Admin;

/// <summary>Says how far a group is behind on a topic.</summary>
internal sealed class ConsumeStatsReader
{
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly ConsumerRegistry _consumers;
    private readonly ConsumerOffsetService _offsets;
    private readonly BrokerStatistics _statistics;
    private readonly IMessageReader _reader;

    public ConsumeStatsReader(
        BrokerIdentity identity,
        TopicConfigService topics,
        ConsumerRegistry consumers,
        ConsumerOffsetService offsets,
        BrokerStatistics statistics,
        IMessageStore store)
    {
        _identity = identity;
        _topics = topics;
        _consumers = consumers;
        _offsets = offsets;
        _statistics = statistics;
        _reader = store.Reader;
    }

    /// <summary>
    /// The topic that a group consumes; null when it is unknown, or the group is connected and does not subscribe to it any more.
    /// </summary>
    public TopicEntry? FindTopic(string group, string topic)
    {
        var connected = _consumers.Find(group);
        return connected is not null && connected.Subscriptions.Any() && connected.FindSubscription(topic) is null
            ? null
            : _topics.Find(topic);
    }

    /// <summary>Adds a topic's queues and the rate at which the group gets them.</summary>
    public void Add(ConsumeStats stats, string group, TopicEntry topic, int queues)
    {
        for (var queueId = 0; queueId < queues; queueId++)
        {
            var consumed = _offsets.TryGet(group, topic.Name, queueId, out var offset) ? Math.Max(0, offset) : 0;
            stats.OffsetTable[new MessageQueue(topic.Name, _identity.BrokerName, queueId)] = new OffsetWrapper
            {
                BrokerOffset = Math.Max(0, _reader.GetMaxOffset(topic.Name, queueId)),
                ConsumerOffset = consumed,
                LastTimestamp = consumed > 0 ? Math.Max(0, _reader.GetStoreTimestamp(topic.Name, queueId, consumed - 1)) : 0,
            };
        }

        stats.ConsumeTps += _statistics.FindGet(topic.Name, group)?.History.GetMinute(bytes: false).Tps ?? 0;
    }
}
