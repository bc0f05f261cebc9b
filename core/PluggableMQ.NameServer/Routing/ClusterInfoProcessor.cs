using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Routing;

/// <summary>GET_BROKER_CLUSTER_INFO (106).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.GetBrokerClusterInfo)]
internal sealed class ClusterInfoProcessor(RouteTable routes) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        context.Response.SetBody(routes.GetClusterInfo().Encode());
        return default;
    }
}
