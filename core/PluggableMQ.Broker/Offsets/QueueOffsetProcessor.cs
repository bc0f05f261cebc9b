using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Offsets;

/// <summary>
/// What a queue holds: SEARCH_OFFSET_BY_TIMESTAMP (29), GET_MAX_OFFSET (30), GET_MIN_OFFSET (31), GET_EARLIEST_MSG_STORETIME (32).
/// </summary>
[RequestCodes(
    RequestClasses.Admin,
    RequestCode.SearchOffsetByTimestamp,
    RequestCode.GetMaxOffset,
    RequestCode.GetMinOffset,
    RequestCode.GetEarliestMsgStoreTime)]
internal sealed class QueueOffsetProcessor : IRequestProcessor
{
    private readonly IMessageReader _reader;

    public QueueOffsetProcessor(IMessageStore store) => _reader = store.Reader;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        var response = context.Response;
        response.Fields.MarkPresent();
        if (request.Code == RequestCode.SearchOffsetByTimestamp)
        {
            if (SearchOffsetRequestHeader.TryRead(request.Fields, out var search, out var searchError))
                response.Fields.Add("offset"u8, _reader.GetOffsetByTime(search.Topic, search.QueueId, search.Timestamp));
            else response.SetResult(ResponseCode.SystemError, searchError);
            return default;
        }

        if (!QueueRequestHeader.TryRead(request.Fields, out var queue, out var error)) response.SetResult(ResponseCode.SystemError, error);
        else if (request.Code == RequestCode.GetMaxOffset)
            response.Fields.Add("offset"u8, _reader.GetMaxOffset(queue.Topic, queue.QueueId));
        else if (request.Code == RequestCode.GetMinOffset)
            response.Fields.Add("offset"u8, _reader.GetMinOffset(queue.Topic, queue.QueueId));
        else response.Fields.Add("timestamp"u8, GetEarliest(queue));
        return default;
    }

    private long GetEarliest(QueueRequestHeader queue)
    {
        var first = _reader.GetMinOffset(queue.Topic, queue.QueueId);
        return first < 0 ? -1 : _reader.GetStoreTimestamp(queue.Topic, queue.QueueId, first);
    }
}
