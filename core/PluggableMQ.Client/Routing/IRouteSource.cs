using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>Asks a NameServer for routes.</summary>
internal interface IRouteSource
{
    /// <summary>The route of a topic as it is now.</summary>
    /// <exception cref="MqServerException">The NameServer does not know the topic (17).</exception>
    /// <exception cref="MqRouteException">No NameServer address is known (10004).</exception>
    /// <exception cref="Remoting.RemotingException">No NameServer answered.</exception>
    /// <exception cref="InvalidDataException">The answer is not a route.</exception>
    ValueTask<TopicRouteData> GetRouteAsync(string topic, CancellationToken cancellationToken);
}
