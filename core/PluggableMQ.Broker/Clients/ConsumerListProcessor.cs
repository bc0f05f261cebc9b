using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>GET_CONSUMER_LIST_BY_GROUP (38): what a member needs to share the queues.</summary>
[RequestCodes(RequestClasses.Consumer, RequestCode.GetConsumerListByGroup)]
internal sealed class ConsumerListProcessor : IRequestProcessor
{
    private readonly ConsumerRegistry _consumers;

    public ConsumerListProcessor(ConsumerRegistry consumers) => _consumers = consumers;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!ConsumerGroupRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        var ids = _consumers.Find(header.ConsumerGroup)?.Members.Select(
            member => member.ClientId).Distinct(StringComparer.Ordinal).ToList();
        if (ids is { Count: > 0 }) response.SetBody(new ConsumerIdList { ConsumerIds = ids }.Encode());
        else response.SetResult(ResponseCode.SystemError, $"no consumer for this group, {header.ConsumerGroup}");
        return default;
    }
}
