using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Registration;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>
/// UPDATE_AND_CREATE_TOPIC (17), DELETE_TOPIC_IN_BROKER (215), GET_ALL_TOPIC_CONFIG (21), GET_SYSTEM_TOPIC_LIST_FROM_BROKER (305).
/// </summary>
[RequestCodes(
    RequestClasses.Admin,
    RequestCode.UpdateAndCreateTopic,
    RequestCode.DeleteTopicInBroker,
    RequestCode.GetAllTopicConfig,
    RequestCode.GetSystemTopicListFromBroker)]
internal sealed class TopicAdminProcessor : IRequestProcessor
{
    private const int MaxQueues = 65536;

    private readonly TopicConfigService _topics;
    private readonly BrokerRegistration _registration;
    private readonly BrokerStatistics _statistics;
    private readonly IQueueMaintenance? _maintenance;

    public TopicAdminProcessor(TopicConfigService topics, BrokerRegistration registration, BrokerStatistics statistics, IMessageStore store)
    {
        _statistics = statistics;
        _topics = topics;
        _registration = registration;
        _maintenance = store.GetFeature<IQueueMaintenance>();
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        switch (context.Request.Code)
        {
            case RequestCode.UpdateAndCreateTopic:
                return UpdateAsync(context);
            case RequestCode.DeleteTopicInBroker:
                Delete(context);
                return default;
            case RequestCode.GetAllTopicConfig:
                context.Response.Fields.MarkPresent();
                context.Response.SetBody(_topics.GetSnapshot().Encode());
                return default;
            default:
                context.Response.SetBody(new TopicList { TopicNames = [.. _topics.SystemTopics.Names] }.Encode());
                return default;
        }
    }

    private async ValueTask UpdateAsync(RequestContext context)
    {
        var response = context.Response;
        if (!CreateTopicRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return;
        }

        if (Check(header.Topic) is { } problem)
        {
            response.SetResult(ResponseCode.SystemError, problem);
            return;
        }

        if (header.ReadQueueNums is < 0 or > MaxQueues || header.WriteQueueNums is < 0 or > MaxQueues)
        {
            response.SetResult(
                ResponseCode.SystemError,
                $"The topic[{header.Topic}] can have 0 to {MaxQueues} queues, not {header.ReadQueueNums} for reading and {header.WriteQueueNums} for writing.");
            return;
        }

        var topic = new TopicConfig
        {
            TopicName = header.Topic,
            ReadQueueNums = header.ReadQueueNums,
            WriteQueueNums = header.WriteQueueNums,
            Perm = header.Permission,
            TopicFilterType = TopicFilterTypes.Parse(header.TopicFilterType),
            TopicSysFlag = header.TopicSysFlag ?? 0,
        };
        _topics.Update(topic);
        await _registration.RegisterTopicAsync(topic, context.Cancellation);
        // Java sets only the code, so its default remark goes out.
        response.Remark = "not set any response code";
    }

    private void Delete(RequestContext context)
    {
        if (!TopicRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            context.Response.SetResult(ResponseCode.SystemError, error);
        else if (Check(header.Topic) is { } problem) context.Response.SetResult(ResponseCode.SystemError, problem);
        else
        {
            _topics.Delete(header.Topic);
            _statistics.RemoveTopic(header.Topic);
            _maintenance?.RemoveTopicsExcept(_topics.GetNames());
        }
    }

    private string? Check(string topic)
        => TopicValidator.Validate(topic) ?? (
            _topics.SystemTopics.Contains(topic) ? $"The topic[{topic}] is conflict with system topic." : null);
}
