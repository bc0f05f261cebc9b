using PluggableMQ.Broker.Delay;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>GET_ALL_CONSUMER_OFFSET (43) and GET_ALL_DELAY_OFFSET (45), which slaves and tools read.</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.GetAllConsumerOffset, RequestCode.GetAllDelayOffset)]
internal sealed class OffsetTablesProcessor : IRequestProcessor
{
    private readonly ConsumerOffsetService _consumers;
    private readonly DelayOffsets _delays;

    public OffsetTablesProcessor(ConsumerOffsetService consumers, DelayOffsets delays)
    {
        _consumers = consumers;
        _delays = delays;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var isConsumers = context.Request.Code == RequestCode.GetAllConsumerOffset;
        context.Response.SetBody(isConsumers ? _consumers.GetSnapshot().Encode() : _delays.GetSnapshot().Encode());
        return default;
    }
}
