using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Retry;

/// <summary>
/// CONSUMER_SEND_MSG_BACK (36): stores a message again for its group, delayed, or as a dead letter when its tries are used up.
/// </summary>
[RequestCodes(RequestClasses.Send, RequestCode.ConsumerSendMsgBack)]
internal sealed class SendBackProcessor : IRequestProcessor
{
    // The first retry waits for level 3, each further one for the next level.
    private const int FirstDelayLevel = 3;

    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;
    private readonly SubscriptionGroupService _groups;
    private readonly TopicConfigService _topics;
    private readonly DeadLetterRouting _deadLetters;
    private readonly IMessageReader _reader;
    private readonly MessageWriter _writer;

    public SendBackProcessor(
        BrokerOptions options,
        BrokerIdentity identity,
        SubscriptionGroupService groups,
        TopicConfigService topics,
        DeadLetterRouting deadLetters,
        IMessageStore store,
        MessageWriter writer)
    {
        _options = options;
        _identity = identity;
        _groups = groups;
        _topics = topics;
        _deadLetters = deadLetters;
        _reader = store.Reader;
        _writer = writer;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (!ConsumerSendMsgBackRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            return Refuse(response, ResponseCode.SystemError, error);
        if (_groups.FindOrCreate(header.Group) is not { } group)
            return Refuse(response, ResponseCode.SubscriptionGroupNotExist, GroupText.NotExistForSendBack(header.Group));
        if (!Permission.IsWritable(_options.BrokerPermission))
            return Refuse(response, ResponseCode.NoPermission, $"the broker[{_identity.Ip1}] sending message is forbidden");
        // No retry queues: the group gives its messages up, and Java says that all is well.
        if (group.RetryQueueNums <= 0) return default;
        var retryTopic = TopicNames.RetryTopic(group.GroupName);
        if (TopicValidator.Validate(retryTopic) is { } nameError) return Refuse(response, ResponseCode.SystemError, nameError);
        var topic = _topics.GetOrCreate(
            retryTopic, group.RetryQueueNums, Permission.Read | Permission.Write, header.UnitMode ? TopicSysFlag.UnitSub : 0);
        if (!Permission.IsWritable(topic.Config.Perm))
            return Refuse(response, ResponseCode.NoPermission, $"the topic[{topic.Name}] sending message is forbidden");

        using var result = new MessageReadResult();
        if (!_reader.TryReadAt(header.Offset, result) || !StoredRecord.TryRead(result.Entries[0], out var stored))
            return Refuse(response, ResponseCode.SystemError, $"look message by offset failed, {header.Offset}");
        var most = context.Request.Version >= MqVersion.V349 && header.MaxReconsumeTimes is { } wanted ? wanted : group.RetryMaxTimes;
        return StoreAgain(context, header, group, topic, stored, most);
    }

    private ValueTask StoreAgain(
        RequestContext context,
        ConsumerSendMsgBackRequestHeader header,
        SubscriptionGroupConfig group,
        TopicEntry retryTopic,
        in StoredRecord stored,
        int most)
    {
        var isDead = stored.Header.ReconsumeTimes >= most || header.DelayLevel < 0;
        var target = isDead ? _deadLetters.GetDeadLetterTopic(group.GroupName) : retryTopic;
        var record = stored.CopyTo(target.Name, isDead ? 0 : Random.Shared.Next(group.RetryQueueNums));
        record.ReconsumeTimes = stored.Header.ReconsumeTimes + 1;
        var properties = StoredProperties.CopyOf(stored.Properties, 512);
        try
        {
            if (!PropertiesCodec.TryGet(stored.Properties, "RETRY_TOPIC"u8, out _)) properties.Set("RETRY_TOPIC"u8, stored.Topic);
            if (!PropertiesCodec.TryGet(stored.Properties, "ORIGIN_MESSAGE_ID"u8, out _))
                properties.Set("ORIGIN_MESSAGE_ID"u8, stored.OffsetMessageId);
            properties.SetWait(false);
            properties.SetDelay(isDead ? 0 : header.DelayLevel == 0 ? FirstDelayLevel + stored.Header.ReconsumeTimes : header.DelayLevel);
            var appending = _writer.AppendAsync(ref record, ref properties);
            if (!appending.IsCompletedSuccessfully) return FinishAsync(appending, context);
            Finish(appending.Result, context);
            return default;
        }
        finally
        {
            properties.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask FinishAsync(ValueTask<AppendResult> appending, RequestContext context)
        => Finish(await appending, context);

    private static void Finish(in AppendResult result, RequestContext context)
    {
        if (!result.IsStored) context.Response.SetResult(ResponseCode.SystemError, AppendAnswer.GetName(result.Status));
    }

    private static ValueTask Refuse(RemotingCommand response, int code, string remark)
    {
        response.SetResult(code, remark);
        return default;
    }
}
