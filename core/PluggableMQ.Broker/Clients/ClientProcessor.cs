using System.Buffers;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>UNREGISTER_CLIENT (35) and CHECK_CLIENT_CONFIG (46).</summary>
[RequestCodes(RequestClasses.Client, RequestCode.UnregisterClient, RequestCode.CheckClientConfig)]
internal sealed class ClientProcessor : IRequestProcessor
{
    private readonly ConsumerRegistry _consumers;
    private readonly ProducerRegistry _producers;

    public ClientProcessor(ConsumerRegistry consumers, ProducerRegistry producers)
    {
        _consumers = consumers;
        _producers = producers;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (context.Request.Code == RequestCode.UnregisterClient) Unregister(context);
        else CheckConfig(context);
        return default;
    }

    private void Unregister(RequestContext context)
    {
        context.Response.Fields.MarkPresent();
        // Some clients send no fields but a body; Java answers 0 and waits for the connection to close.
        if (!UnregisterClientRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            context.Response.SetResult(ResponseCode.SystemError, error);
            return;
        }

        if (header.ProducerGroup is { } producerGroup) _producers.Unregister(producerGroup, context.Connection);
        if (header.ConsumerGroup is { } consumerGroup) _consumers.Unregister(consumerGroup, context.Connection);
    }

    private static void CheckConfig(RequestContext context)
    {
        // Tag subscriptions are always fine; Java does not even look at them. Nothing but tags is served.
        if (context.Request.Body.IsEmpty
            || !RequestBody.TryDecode(context, static body => CheckClientRequestBody.Decode(body), out var check))
            return;
        if (check.SubscriptionData is { IsTagType: false } subscription)
            context.Response.SetResult(
                ResponseCode.SystemError, $"The broker does not support consumer to filter message by {subscription.ExpressionType}");
    }
}
