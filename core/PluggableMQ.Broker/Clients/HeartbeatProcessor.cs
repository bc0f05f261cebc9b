using System.Buffers;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>HEART_BEAT (34): who is there, and what consumers subscribe to. The answer's header version matters to clients.</summary>
[RequestCodes(RequestClasses.Heartbeat, RequestCode.HeartBeat)]
internal sealed class HeartbeatProcessor : IRequestProcessor
{
    private readonly SubscriptionGroupService _groups;
    private readonly TopicConfigService _topics;
    private readonly ConsumerRegistry _consumers;
    private readonly ProducerRegistry _producers;
    private readonly TimeProvider _clock;

    public HeartbeatProcessor(
        SubscriptionGroupService groups,
        TopicConfigService topics,
        ConsumerRegistry consumers,
        ProducerRegistry producers,
        TimeProvider clock)
    {
        _groups = groups;
        _topics = topics;
        _consumers = consumers;
        _producers = producers;
        _clock = clock;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        if (!RequestBody.TryDecode(context, static body => HeartbeatData.Decode(body), out var heartbeat)) return default;
        var client = new ClientEntry(
            context.Connection, heartbeat.ClientId, request.Language, request.Version, _clock.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var data in heartbeat.ConsumerDataSet)
        {
            if (_groups.FindOrCreate(data.GroupName) is { } config) CreateRetryTopic(config, data.UnitMode);
            _consumers.Register(client, data);
        }

        foreach (var data in heartbeat.ProducerDataSet) _producers.Register(data.GroupName, client);
        return default;
    }

    private void CreateRetryTopic(SubscriptionGroupConfig group, bool unitMode)
    {
        var name = TopicNames.RetryTopic(group.GroupName);
        if (group.RetryQueueNums > 0 && TopicValidator.Validate(name) is null)
            _topics.GetOrCreate(name, group.RetryQueueNums, Permission.Read | Permission.Write, unitMode ? TopicSysFlag.UnitSub : 0);
    }
}
