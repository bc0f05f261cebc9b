using Microsoft.Extensions.Logging;
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

/// <summary>INVOKE_BROKER_TO_RESET_OFFSET (222): tells a group's members to go to another offset (220).</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.InvokeBrokerToResetOffset)]
internal sealed class ResetOffsetProcessor : IRequestProcessor
{
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly ConsumerRegistry _consumers;
    private readonly ConsumerOffsetService _offsets;
    private readonly ClientNotifier _clients;
    private readonly IMessageReader _reader;
    private readonly ILogger<ResetOffsetProcessor> _logger;

    public ResetOffsetProcessor(
        BrokerIdentity identity,
        TopicConfigService topics,
        ConsumerRegistry consumers,
        ConsumerOffsetService offsets,
        ClientNotifier clients,
        IMessageStore store,
        ILogger<ResetOffsetProcessor> logger)
    {
        _identity = identity;
        _topics = topics;
        _consumers = consumers;
        _offsets = offsets;
        _clients = clients;
        _reader = store.Reader;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        var response = context.Response;
        if (!ResetOffsetRequestHeader.TryRead(request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        if (FindOffsets(header, out var problem) is not { } offsets)
        {
            response.SetResult(ResponseCode.SystemError, problem);
            return default;
        }

        var members = _consumers.Find(header.Group)?.Members;
        if (members is not { Count: > 0 })
        {
            response.SetResult(
                ResponseCode.ConsumerNotOnline, $"Consumer not online, so can not reset offset, Group: {header.Group} Topic: {header.Topic} Timestamp: {header.Timestamp}");
            return default;
        }

        if (members.FirstOrDefault(member => member.Version < MqVersion.V307Snapshot) is { } old)
        {
            response.SetResult(ResponseCode.SystemError, $"the client does not support this feature. version={old.Version}");
            return default;
        }

        Tell(members, header, new ResetOffsetBody { OffsetTable = offsets, AsList = request.Language == LanguageCode.Cpp });
        BrokerLog.OffsetsReset(_logger, header.Group, header.Topic, header.Timestamp, context.Connection.RemoteAddress);
        response.SetBody(new ResetOffsetBody { OffsetTable = offsets }.Encode());
        return default;
    }

    private Dictionary<MessageQueue, long>? FindOffsets(ResetOffsetRequestHeader header, out string? problem)
    {
        problem = $"[reset-offset] reset offset failed, no topic in this broker. topic={header.Topic}";
        if (_topics.Find(header.Topic) is not { } topic) return null;
        problem = $"THe consumer group <{header.Group}> not exist";
        var offsets = new Dictionary<MessageQueue, long>();
        for (var queueId = 0; queueId < topic.Config.WriteQueueNums; queueId++)
        {
            if (!_offsets.TryGet(header.Group, topic.Name, queueId, out var consumed)) return null;
            var wanted = Math.Max(0, header.Timestamp == -1
                ? _reader.GetMaxOffset(topic.Name, queueId)
                : _reader.GetOffsetByTime(topic.Name, queueId, header.Timestamp));
            offsets[new MessageQueue(topic.Name, _identity.BrokerName, queueId)] = header.IsForce || wanted < consumed ? wanted : consumed;
        }

        return offsets;
    }

    private void Tell(IEnumerable<ClientEntry> members, ResetOffsetRequestHeader header, ResetOffsetBody body)
    {
        var encoded = body.Encode();
        foreach (var member in members)
        {
            var request = RemotingCommand.CreateRequest(RequestCode.ResetConsumerClientOffset, encoded);
            header.Write(request.Fields);
            _clients.Post(member.Connection, request);
        }
    }
}
