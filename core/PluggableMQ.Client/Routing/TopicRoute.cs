using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Routing;

/// <summary>The route of a topic and what follows from it. Immutable: a changed route is a new one.</summary>
internal sealed class TopicRoute
{
    /// <summary>Works the queue lists out.</summary>
    public TopicRoute(string topic, TopicRouteData data)
    {
        Topic = topic;
        Data = data;
        PublishQueues = RouteQueues.GetPublishQueues(topic, data);
        SubscribeQueues = RouteQueues.GetSubscribeQueues(topic, data);
    }

    /// <summary>The topic, as on the wire.</summary>
    public string Topic { get; }

    /// <summary>What the NameServer said.</summary>
    public TopicRouteData Data { get; }

    /// <summary>The queues to send to; may be empty.</summary>
    public MessageQueue[] PublishQueues { get; }

    /// <summary>The queues to pull from; may be empty.</summary>
    public MessageQueue[] SubscribeQueues { get; }
}
