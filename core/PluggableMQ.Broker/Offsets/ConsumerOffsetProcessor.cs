using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Offsets;

/// <summary>
/// QUERY_CONSUMER_OFFSET (14) and UPDATE_CONSUMER_OFFSET (15). The fields are read in place: consumers commit every few seconds for each
/// queue.
/// </summary>
[RequestCodes(RequestClasses.Consumer, RequestCode.QueryConsumerOffset, RequestCode.UpdateConsumerOffset)]
internal sealed class ConsumerOffsetProcessor : IRequestProcessor
{
    private const string NotFound = "Not found, V3_0_6_SNAPSHOT maybe this group consumer boot first";
    private readonly ConsumerOffsetService _offsets;
    private readonly IMessageReader _reader;

    public ConsumerOffsetProcessor(ConsumerOffsetService offsets, IMessageStore store)
    {
        _offsets = offsets;
        _reader = store.Reader;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var fields = context.Request.Fields;
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!fields.TryGet("consumerGroup"u8, out var group)) return Missing(response, "consumerGroup");
        if (!fields.TryGet("topic"u8, out var topic)) return Missing(response, "topic");
        if (!fields.TryGetInt32("queueId"u8, out var queueId)) return Missing(response, "queueId");
        if (context.Request.Code == RequestCode.QueryConsumerOffset)
        {
            Query(response, group, topic, queueId);
            return default;
        }

        if (!fields.TryGetInt64("commitOffset"u8, out var offset)) return Missing(response, "commitOffset");
        if (!ConsumerOffsetKey.IsAllowed(topic, group))
        {
            response.SetResult(
                ResponseCode.SystemError, "the topic or the consumer group is blank, too long, or has characters that a name cannot have.");
            return default;
        }

        _offsets.Commit(group, topic, queueId, offset);
        return default;
    }

    private static ValueTask Missing(RemotingCommand response, string name)
    {
        response.SetResult(ResponseCode.SystemError, $"the custom field <{name}> is null or not a number");
        return default;
    }

    private void Query(RemotingCommand response, ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, int queueId)
    {
        if (_offsets.TryGet(group, topic, queueId, out var offset) || IsYoung(topic, queueId)) response.Fields.Add("offset"u8, offset);
        else response.SetResult(ResponseCode.QueryNotFound, NotFound);
    }

    /// <summary>Whether a new group should begin at 0: nothing of the queue has been removed, and its first message is not old.</summary>
    private bool IsYoung(ReadOnlySpan<byte> utf8Topic, int queueId)
    {
        var topic = System.Text.Encoding.UTF8.GetString(utf8Topic);
        if (_reader.GetMinOffset(topic, queueId) > 0) return false;
        using var result = new MessageReadResult();
        _reader.Read(new MessageReadRequest { Topic = topic, QueueId = queueId, QueueOffset = 0, MaxCount = 1 }, result);
        return !result.SuggestPullingFromSlave;
    }
}
