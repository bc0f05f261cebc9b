using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Clients;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Pulling;

/// <summary>What a pull must pass before anything is read, in Java's order (<c>PullMessageProcessor</c>).</summary>
internal sealed class PullChecks
{
    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly SubscriptionGroupService _groups;
    private readonly ConsumerRegistry _consumers;

    public PullChecks(
        BrokerOptions options,
        BrokerIdentity identity,
        TopicConfigService topics,
        SubscriptionGroupService groups,
        ConsumerRegistry consumers)
    {
        _options = options;
        _identity = identity;
        _topics = topics;
        _groups = groups;
        _consumers = consumers;
    }

    /// <summary>Checks a pull; when it must not go on, the response says why.</summary>
    public bool TryPass(RequestContext context, in PullMessageRequestView header, out PullQuery query)
    {
        query = default;
        var response = context.Response;
        if (!Permission.IsReadable(_options.BrokerPermission))
            return Refuse(response, ResponseCode.NoPermission, $"the broker[{_identity.Ip1}] pulling message is forbidden");
        if (_groups.FindOrCreate(header.ConsumerGroup) is not { } group)
            return Refuse(response, ResponseCode.SubscriptionGroupNotExist, GroupText.NotExistForPull(Text(header.ConsumerGroup)));
        if (!group.ConsumeEnable)
            return Refuse(response, ResponseCode.NoPermission, $"subscription group no permission, {group.GroupName}");
        if (!_topics.TryGet(header.Topic, out var topic))
            return Refuse(response, ResponseCode.TopicNotExist, TopicText.NotExistForPull(Text(header.Topic)));
        var config = topic.Config;
        if (!Permission.IsReadable(config.Perm))
            return Refuse(response, ResponseCode.NoPermission, $"the topic[{topic.Name}] pulling message is forbidden");
        if (header.QueueId < 0 || header.QueueId >= config.ReadQueueNums)
            return Refuse(response, ResponseCode.SystemError, DescribeQueue(header.QueueId, config, context.Connection.RemoteAddress));
        if (!TryGetFilter(response, header, group, topic.Name, out var filter)) return false;
        query = new PullQuery(topic, group, header.QueueId, header.QueueOffset, header.MaxMsgNums, filter);
        return true;
    }

    private bool TryGetFilter(
        RemotingCommand response, in PullMessageRequestView header, SubscriptionGroupConfig group, string topic, out IMessageFilter? filter)
    {
        filter = null;
        if ((header.SysFlag & PullSysFlag.Subscription) != 0) return TryParse(response, header, topic, out filter);
        if (_consumers.Find(header.ConsumerGroup) is not { } consumers)
            return Refuse(response, ResponseCode.SubscriptionNotExist, "the consumer's group info not exist" + TopicText.SeeFaq);
        if (!group.ConsumeBroadcastEnable && consumers.MessageModel == MessageModel.Broadcasting)
            return Refuse(response, ResponseCode.NoPermission, $"the consumer group[{group.GroupName}] can not consume by broadcast way");
        if (consumers.FindSubscription(header.Topic) is not { } subscription)
            return Refuse(response, ResponseCode.SubscriptionNotExist, "the consumer's subscription not exist" + TopicText.SeeFaq);
        if (subscription.Data.SubVersion < header.SubVersion)
            return Refuse(response, ResponseCode.SubscriptionNotLatest, "the consumer's subscription not latest");
        if (!subscription.Data.IsTagType)
            return Refuse(response, ResponseCode.SystemError, NotSupported(subscription.Data.ExpressionType!));
        filter = subscription.Filter;
        return true;
    }

    private static bool TryParse(RemotingCommand response, in PullMessageRequestView header, string topic, out IMessageFilter? filter)
    {
        filter = null;
        if (!header.ExpressionType.IsEmpty && !header.ExpressionType.SequenceEqual("TAG"u8))
            return Refuse(response, ResponseCode.SystemError, NotSupported(Text(header.ExpressionType)));
        // Everything, by far the most common: no parsing, no garbage.
        if (header.Subscription.IsEmpty || header.Subscription.SequenceEqual("*"u8)) return true;
        try
        {
            filter = TagFilter.Create(SubscriptionData.Parse(topic, Text(header.Subscription)));
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidDataException)
        {
            return Refuse(response, ResponseCode.SubscriptionParseFailed, "parse the consumer's subscription failed");
        }
    }

    private static string NotSupported(string type) => $"The broker does not support consumer to filter message by {type}";

    private static string DescribeQueue(int queueId, TopicConfig config, string client) => string.Create(
        CultureInfo.InvariantCulture,
        $"queueId[{queueId}] is illegal, topic:[{config.TopicName}] topicConfig.readQueueNums:[{config.ReadQueueNums}] consumer:[{client}]");

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static bool Refuse(RemotingCommand response, int code, string remark)
    {
        response.SetResult(code, remark);
        return false;
    }
}
