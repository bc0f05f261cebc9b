using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Pulling;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Querying;

/// <summary>QUERY_MESSAGE (12) by key and VIEW_MESSAGE_BY_ID (33) by commit log offset.</summary>
[RequestCodes(RequestClasses.Query, RequestCode.QueryMessage, RequestCode.ViewMessageById)]
internal sealed class QueryMessageProcessor : IRequestProcessor
{
    // Java looks this often, each time further back, until something is found.
    private const int Rounds = 3;
    private const string NothingFound = "can not find message, maybe time range not correct";

    private readonly BrokerOptions _options;
    private readonly IMessageReader _reader;
    private readonly IMessageIndex? _index;
    private readonly PullBodyPool _bodies;

    public QueryMessageProcessor(BrokerOptions options, IMessageStore store, PullBodyPool bodies)
    {
        _options = options;
        _reader = store.Reader;
        _index = store.GetFeature<IMessageIndex>();
        _bodies = bodies;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (context.Request.Code == RequestCode.QueryMessage) Query(context);
        else View(context);
        return default;
    }

    private void Query(RequestContext context)
    {
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!QueryMessageRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return;
        }

        if (_index is null)
        {
            response.SetResult(
                ResponseCode.SystemError,
                "The store that this broker runs on keeps no index: messages cannot be queried by key. Use a store with one, for example commitlog.");
            return;
        }

        var most = Math.Clamp(header.IsUniqueKeyQuery ? _options.DefaultQueryMaxNum : header.MaxNum, 0, _options.MaxMsgsNumBatch);
        var body = _bodies.Rent();
        var progress = Collect(header, most, body.Result);
        new QueryMessageResponseHeader { IndexLastUpdateTimestamp = progress.LastUpdateTimestamp, IndexLastUpdatePhysicalOffset = progress.LastUpdatePhysicalOffset }
            .Write(response.Fields);
        if (body.Result.Count > 0)
        {
            response.BodySource = body;
            return;
        }

        body.Release();
        response.SetResult(ResponseCode.QueryNotFound, NothingFound);
    }

    private IndexProgress Collect(QueryMessageRequestHeader header, int most, MessageReadResult result)
    {
        var offsets = new List<long>();
        var end = header.EndTimestamp;
        var progress = default(IndexProgress);
        for (var round = 0; round < Rounds && result.Count == 0; round++)
        {
            offsets.Clear();
            progress = _index!.Query(header.Topic, header.Key, most, header.BeginTimestamp, end, offsets);
            if (offsets.Count == 0) break;
            foreach (var offset in offsets)
            {
                // What the index still names may be gone from the log; an earlier round's end comes from what is there.
                if (TryAdd(offset, result) && MessageCodec.TryReadHeader(result.Entries[^1].Record.Span, out var record))
                    end = record.StoreTimestamp;
            }

            if (end < header.BeginTimestamp) break;
        }

        return progress;
    }

    // A read replaces what its result held, so each record has a result of its own, which lives as long as the answer.
    private bool TryAdd(long offset, MessageReadResult result)
    {
        var one = new MessageReadResult();
        if (!_reader.TryReadAt(offset, one))
        {
            one.Dispose();
            return false;
        }

        result.Add(one.Entries[0]);
        result.AddLease(one);
        return true;
    }

    private void View(RequestContext context)
    {
        var response = context.Response;
        if (!ViewMessageRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return;
        }

        var body = _bodies.Rent();
        if (_reader.TryReadAt(header.Offset, body.Result))
        {
            response.BodySource = body;
            return;
        }

        body.Release();
        response.SetResult(ResponseCode.SystemError, $"can not find message by the offset, {header.Offset}");
    }
}
