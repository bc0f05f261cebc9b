using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Pulling;

/// <summary>PULL_MESSAGE (11), and LITE_PULL_MESSAGE (361) of 5.x clients, which asks the same. Not on the VIP port.</summary>
[RequestCodes(RequestClasses.Pull, RequestCode.PullMessage, RequestCode.LitePullMessage)]
internal sealed class PullMessageProcessor : IRequestProcessor
{
    private readonly BrokerOptions _options;
    private readonly PullChecks _checks;
    private readonly PullReader _reader;
    private readonly PullHoldService _holds;
    private readonly HeldPullPool _heldPulls;
    private readonly ConsumerOffsetService _offsets;
    private readonly TimeProvider _clock;

    public PullMessageProcessor(
        BrokerOptions options,
        PullChecks checks,
        PullReader reader,
        PullHoldService holds,
        HeldPullPool heldPulls,
        ConsumerOffsetService offsets,
        TimeProvider clock)
    {
        _options = options;
        _checks = checks;
        _reader = reader;
        _holds = holds;
        _heldPulls = heldPulls;
        _offsets = offsets;
        _clock = clock;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!PullMessageRequestView.TryRead(request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        if (!_checks.TryPass(context, header, out var query)) return default;
        _reader.Fill(query, response);
        if ((header.SysFlag & PullSysFlag.CommitOffset) != 0)
            _offsets.Commit(header.ConsumerGroup, header.Topic, header.QueueId, header.CommitOffset);
        if (response.Code == ResponseCode.PullNotFound && (header.SysFlag & PullSysFlag.Suspend) != 0 && !request.IsOneWay)
            Hold(context, query, header.SuspendTimeoutMillis);
        return default;
    }

    private void Hold(RequestContext context, in PullQuery query, long wantedMilliseconds)
    {
        var wait = _options.LongPollingEnable ? wantedMilliseconds : _options.ShortPollingTimeMills;
        var pull = _heldPulls.Rent();
        pull.Begin(query, context, _reader, _clock.GetUtcNow().ToUnixTimeMilliseconds() + wait);
        if (!_holds.TryHold(pull))
        {
            // Too many wait already: this one is answered now, and its client asks again.
            pull.Drop();
            return;
        }

        context.Suspend();
        // A message may have come between the read and the hold; nobody would wake this pull for it.
        if (_reader.HasGrown(query, out var queueEnd)) _holds.OnGrown(query.Topic.Name, query.QueueId, queueEnd);
    }
}
