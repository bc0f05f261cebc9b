using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Pulling;

/// <summary>What a pull asks for, after its checks.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The consumer group's settings.</param>
/// <param name="QueueId">The queue.</param>
/// <param name="QueueOffset">Where to begin.</param>
/// <param name="MaxCount">How many messages at most.</param>
/// <param name="Filter">Which messages; null for all.</param>
internal readonly record struct PullQuery(
    TopicEntry Topic, SubscriptionGroupConfig Group, int QueueId, long QueueOffset, int MaxCount, IMessageFilter? Filter);
