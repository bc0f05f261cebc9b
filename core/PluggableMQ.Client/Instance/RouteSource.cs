using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Client.Instance;

/// <inheritdoc/>
internal sealed class RouteSource(ClientChannel channel, TimeSpan timeout) : IRouteSource
{
    /// <inheritdoc/>
    public ValueTask<TopicRouteData> GetRouteAsync(string topic, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.GetRouteInfoByTopic);
        new GetRouteInfoRequestHeader { Topic = topic, AcceptStandardJsonOnly = true }.Write(request.Fields);
        return channel.CallNameServerAsync(request, timeout, static response => TopicRouteData.Decode(Answers.GetBody(response)), cancellationToken);
    }
}
