using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>LOCK_BATCH_MQ (41) and UNLOCK_BATCH_MQ (42), for orderly consumption.</summary>
[RequestCodes(RequestClasses.Client, RequestCode.LockBatchMq, RequestCode.UnlockBatchMq)]
internal sealed class RebalanceLockProcessor : IRequestProcessor
{
    private readonly RebalanceLocks _locks;

    public RebalanceLockProcessor(RebalanceLocks locks) => _locks = locks;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (!RequestBody.TryDecode(context, static body => LockBatchRequest.Decode(body), out var body)) return default;
        if (context.Request.Code == RequestCode.LockBatchMq)
            context.Response.SetBody(
                new LockBatchResponse { LockOkMqSet = _locks.Lock(body.ConsumerGroup, body.ClientId, body.MqSet) }.Encode());
        else
            _locks.Unlock(body.ConsumerGroup, body.ClientId, body.MqSet);
        return default;
    }
}
