using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Topics;

/// <summary>The lists of topics: all (206), of a cluster (224), of the system (304), by unit flags (311, 312, 313).</summary>
[RequestCodes(
    RequestClasses.Route,
    RequestCode.GetAllTopicListFromNameserver, RequestCode.GetTopicsByCluster, RequestCode.GetSystemTopicListFromNs,
    RequestCode.GetUnitTopicList, RequestCode.GetHasUnitSubTopicList, RequestCode.GetHasUnitSubUnunitTopicList)]
internal sealed class TopicListProcessor(RouteTable routes) : IRequestProcessor
{
    private const int Unit = 1;
    private const int UnitSub = 2;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        switch (context.Request.Code)
        {
            case RequestCode.GetAllTopicListFromNameserver:
                Answer(context, routes.GetTopics());
                break;
            case RequestCode.GetTopicsByCluster:
                if (GetTopicsByClusterRequestHeader.TryRead(context.Request.Fields, out var header, out var error)) Answer(context, routes.GetTopicsOfCluster(header.Cluster));
                else context.Response.SetResult(ResponseCode.SystemError, error);
                break;
            case RequestCode.GetSystemTopicListFromNs:
                context.Response.SetBody(routes.GetSystemTopics().Encode());
                break;
            case RequestCode.GetUnitTopicList:
                Answer(context, routes.GetTopicsByFlag(static flag => (flag & Unit) != 0));
                break;
            case RequestCode.GetHasUnitSubTopicList:
                Answer(context, routes.GetTopicsByFlag(static flag => (flag & UnitSub) != 0));
                break;
            default:
                Answer(context, routes.GetTopicsByFlag(static flag => (flag & (Unit | UnitSub)) == UnitSub));
                break;
        }

        return default;
    }

    private static void Answer(RequestContext context, List<string> topics) => context.Response.SetBody(new TopicList { TopicNames = topics }.Encode());
}
