using Microsoft.Extensions.Logging;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Topics;

/// <summary>DELETE_TOPIC_IN_NAMESRV (216).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.DeleteTopicInNamesrv)]
internal sealed class DeleteTopicProcessor(RouteTable routes, ILogger<DeleteTopicProcessor> logger) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (DeleteTopicFromNamesrvRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            routes.DeleteTopic(header.Topic, header.ClusterName);
            NameServerLog.TopicDeleted(logger, header.Topic, string.IsNullOrEmpty(header.ClusterName) ? "all clusters" : header.ClusterName, context.Connection.RemoteAddress);
        }
        else
        {
            context.Response.SetResult(ResponseCode.SystemError, error);
        }

        return default;
    }
}
