using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Broker.Pulling;

/// <summary>Reads for a pull and fills its answer; used when the pull comes, and again when a held one is woken.</summary>
internal sealed class PullReader
{
    private readonly BrokerOptions _options;
    private readonly IMessageReader _reader;
    private readonly PullBodyPool _bodies;
    private readonly OffsetMovedReport _offsetMoved;
    private readonly BrokerStatistics _statistics;

    public PullReader(
        BrokerOptions options, IMessageStore store, PullBodyPool bodies, OffsetMovedReport offsetMoved, BrokerStatistics statistics)
    {
        _options = options;
        _reader = store.Reader;
        _bodies = bodies;
        _offsetMoved = offsetMoved;
        _statistics = statistics;
    }

    /// <summary>Reads, and fills code, remark, fields and body.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="response">A prepared response.</param>
    public void Fill(in PullQuery query, RemotingCommand response)
    {
        var body = _bodies.Rent();
        var result = body.Result;
        var request = new MessageReadRequest
        {
            Topic = query.Topic.Name,
            QueueId = query.QueueId,
            QueueOffset = query.QueueOffset,
            MaxCount = Math.Max(1, query.MaxCount),
            Filter = query.Filter,
        };
        try
        {
            _reader.Read(request, result);
        }
        catch
        {
            body.Release();
            throw;
        }

        var code = PullStatus.GetCode(result.Status, query.QueueOffset);
        response.SetResult(code, PullStatus.GetRemark(result.Status));
        new PullMessageResponseHeader
        {
            SuggestWhichBrokerId = SuggestBroker(query, result.SuggestPullingFromSlave),
            NextBeginOffset = result.NextBeginOffset,
            MinOffset = result.MinOffset,
            MaxOffset = result.MaxOffset,
        }.Write(response.Fields);
        if (code == ResponseCode.Success)
        {
            _statistics.CountGet(query.Topic.Name, query.Group.GroupName, result.Count, result.TotalBytes);
            response.BodySource = body;
            return;
        }

        _statistics.CountMiss();
        if (code == ResponseCode.PullOffsetMoved) _offsetMoved.Report(query, result);
        body.Release();
    }

    /// <summary>Whether the queue has messages at or after the offset that a pull waits for.</summary>
    public bool HasGrown(in PullQuery query, out long queueEnd)
    {
        queueEnd = _reader.GetMaxOffset(query.Topic.Name, query.QueueId);
        return queueEnd > query.QueueOffset;
    }

    private long SuggestBroker(in PullQuery query, bool fromSlave)
        => !_options.SlaveReadEnable ? 0 : fromSlave ? query.Group.WhichBrokerWhenConsumeSlowly : query.Group.BrokerId;
}
