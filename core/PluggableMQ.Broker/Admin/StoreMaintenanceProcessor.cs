using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>
/// CLEAN_EXPIRED_CONSUMEQUEUE (306), CLEAN_UNUSED_TOPIC (316), DELETE_EXPIRED_COMMITLOG (329). A store without housekeeping has nothing to
/// clean.
/// </summary>
[RequestCodes(RequestClasses.Admin, RequestCode.CleanExpiredConsumeQueue, RequestCode.CleanUnusedTopic, RequestCode.DeleteExpiredCommitLog)]
internal sealed class StoreMaintenanceProcessor : IRequestProcessor
{
    private readonly TopicConfigService _topics;
    private readonly IQueueMaintenance? _maintenance;

    public StoreMaintenanceProcessor(TopicConfigService topics, IMessageStore store)
    {
        _topics = topics;
        _maintenance = store.GetFeature<IQueueMaintenance>();
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        switch (context.Request.Code)
        {
            case RequestCode.CleanExpiredConsumeQueue:
                _maintenance?.RemoveExpiredQueues();
                break;
            case RequestCode.CleanUnusedTopic:
                _maintenance?.RemoveTopicsExcept(_topics.GetNames());
                break;
            default:
                _maintenance?.RemoveExpiredLogs();
                break;
        }

        return default;
    }
}
