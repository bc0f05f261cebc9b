using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Sending;

/// <summary>
/// SEND_MESSAGE (10), SEND_MESSAGE_V2 (310) and SEND_BATCH_MESSAGE (320). The header's batch flag decides, not the code: C++ clients send
/// batches as 310.
/// </summary>
[RequestCodes(RequestClasses.Send, RequestCode.SendMessage, RequestCode.SendMessageV2, RequestCode.SendBatchMessage)]
internal sealed class SendMessageProcessor : IRequestProcessor
{
    private readonly BrokerOptions _options;
    private readonly SendChecks _checks;
    private readonly SingleSender _single;
    private readonly BatchSender _batch;

    public SendMessageProcessor(BrokerOptions options, SendChecks checks, SingleSender single, BatchSender batch)
    {
        _options = options;
        _checks = checks;
        _single = single;
        _batch = batch;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        // Java producers read these from every answer, errors too.
        SendMessageResponseHeader.WriteRegion(context.Response.Fields, _options.RegionId, _options.TraceOn);
        if (!SendMessageRequestView.TryRead(request.Code, request.Fields, out var header, out var error))
        {
            context.Response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        if (!_checks.TryPass(context, header, out var topic)) return default;
        return header.IsBatch ? _batch.SendAsync(context, header, topic) : _single.SendAsync(context, header, topic);
    }
}
