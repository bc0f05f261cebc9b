using PluggableMQ.NameServer.KvConfig;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Routing;

/// <summary>GET_ROUTEINFO_BY_TOPIC (105).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.GetRouteInfoByTopic)]
internal sealed class RouteProcessor(RouteTable routes, KvConfigStore kvConfig, NameServerOptions options) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var topic = request.Fields.GetString("topic"u8);
        if (topic is null || routes.FindRoute(topic) is not { } route)
        {
            // Java prints the null of a request without a topic.
            response.SetResult(ResponseCode.TopicNotExist,
                $"No topic route info in name server for the topic: {topic ?? "null"}\nSee http://rocketmq.apache.org/docs/faq/ for further details.");
            return default;
        }

        if (options.OrderMessageEnable) route.OrderTopicConf = kvConfig.Get(KvConfigStore.OrderTopicNamespace, topic);
        response.SetBody(route.Encode(request.Version >= MqVersion.V494 || request.Fields.GetBoolean("acceptStandardJsonOnly"u8)));
        return default;
    }
}
