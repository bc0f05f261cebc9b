using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Retry;

/// <summary>
/// Sends a retry message that has been consumed too often to its group's dead letter topic (<c>SendMessageProcessor.handleRetryAndDLQ</c>).
/// </summary>
internal sealed class DeadLetterRouting
{
    private readonly SubscriptionGroupService _groups;
    private readonly TopicConfigService _topics;

    public DeadLetterRouting(SubscriptionGroupService groups, TopicConfigService topics)
    {
        _groups = groups;
        _topics = topics;
    }

    /// <summary>Looks at a message for a retry topic, and changes where it goes when its tries are used up.</summary>
    /// <returns>False when the message must not be stored; the response says why.</returns>
    public bool TryRoute(
        RequestContext context,
        in SendMessageRequestView header,
        ref TopicEntry topic,
        ref MessageRecord record,
        ref StoredProperties properties)
    {
        var group = topic.RetryGroup!;
        if (_groups.FindOrCreate(group) is not { } config)
        {
            context.Response.SetResult(ResponseCode.SubscriptionGroupNotExist, GroupText.NotExistForSendBack(group));
            return false;
        }

        var most = context.Request.Version >= MqVersion.V349 && header.MaxReconsumeTimes is { } wanted ? wanted : config.RetryMaxTimes;
        if (record.ReconsumeTimes < most) return true;
        topic = GetDeadLetterTopic(group);
        record.Topic = topic.Name;
        record.QueueId = 0;
        // A dead letter is not delayed once more.
        if (properties.DelayLevel > 0) properties.SetDelay(0);
        return true;
    }

    /// <summary>The dead letter topic of a group: one queue, readable and writable.</summary>
    public TopicEntry GetDeadLetterTopic(string group)
        => _topics.GetOrCreate(TopicNames.DlqTopic(group), 1, Permission.Read | Permission.Write);
}
