using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Registration;

/// <summary>UNREGISTER_BROKER (104).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.UnregisterBroker)]
internal sealed class UnregisterBrokerProcessor(RouteTable routes) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (UnregisterBrokerRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            routes.Unregister(header.ClusterName, header.BrokerName, header.BrokerId, header.BrokerAddress);
        else
            context.Response.SetResult(ResponseCode.SystemError, error);
        return default;
    }
}
