using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Pulling;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Clients;

/// <summary>What a group wants of a topic, with its filter made once.</summary>
internal sealed class Subscription
{
    public Subscription(SubscriptionData data)
    {
        Data = data;
        Filter = TagFilter.Create(data);
    }

    public SubscriptionData Data { get; }

    /// <summary>The filter; null when everything is wanted.</summary>
    public IMessageFilter? Filter { get; }
}
