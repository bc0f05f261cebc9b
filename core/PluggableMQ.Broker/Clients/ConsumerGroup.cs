using System.Collections.Concurrent;
using PluggableMQ.Broker.Text;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>The members of a consumer group that are connected, and what the group subscribes to (<c>ConsumerGroupInfo</c>).</summary>
/// <remarks>Changes come from heartbeats and closes and are made under the registry's lock; reading takes none.</remarks>
internal sealed class ConsumerGroup
{
    private readonly ConcurrentDictionary<RemotingConnection, ClientEntry> _members = new(1, 3);
    private readonly Utf8Map<Subscription> _subscriptions = new();

    public ConsumerGroup(string name) => Name = name;

    public string Name { get; }

    /// <summary>As the latest heartbeat said.</summary>
    public ConsumeType? ConsumeType { get; private set; }

    /// <inheritdoc cref="ConsumeType"/>
    public MessageModel? MessageModel { get; private set; }

    /// <inheritdoc cref="ConsumeType"/>
    public ConsumeFromWhere? ConsumeFromWhere { get; private set; }

    public bool IsEmpty => _members.IsEmpty;

    /// <summary>The members, as they are now.</summary>
    public ICollection<ClientEntry> Members => _members.Values;

    public IEnumerable<Subscription> Subscriptions => _subscriptions.Values;

    public Subscription? FindSubscription(ReadOnlySpan<byte> utf8Topic) => _subscriptions.Find(utf8Topic);

    public Subscription? FindSubscription(string topic) => _subscriptions.Find(topic);

    /// <summary>Takes a heartbeat over.</summary>
    /// <returns>Whether members or topics have changed, so that the members must rebalance.</returns>
    public bool Update(ClientEntry client, ConsumerData data)
    {
        ConsumeType = data.ConsumeType;
        MessageModel = data.MessageModel;
        ConsumeFromWhere = data.ConsumeFromWhere;
        var joined = Join(client);
        return Subscribe(data.SubscriptionDataSet) || joined;
    }

    /// <summary>Takes a member out.</summary>
    /// <returns>The member, or null when it was none.</returns>
    public ClientEntry? Remove(RemotingConnection connection) => _members.TryRemove(connection, out var client) ? client : null;

    private bool Join(ClientEntry client)
    {
        if (_members.TryGetValue(client.Connection, out var known) && known.ClientId == client.ClientId)
        {
            known.LastSeen = client.LastSeen;
            return false;
        }

        var isNew = known is null;
        _members[client.Connection] = client;
        return isNew;
    }

    private bool Subscribe(List<SubscriptionData> wanted)
    {
        var changed = false;
        foreach (var data in wanted)
        {
            if (_subscriptions.Find(data.Topic) is not { } known)
            {
                _subscriptions.Set(data.Topic, new Subscription(data));
                changed = true;
            }
            else if (data.SubVersion > known.Data.SubVersion)
            {
                _subscriptions.Set(data.Topic, new Subscription(data));
            }
        }

        foreach (var (topic, subscription) in _subscriptions.Entries)
        {
            if (!wanted.Exists(data => data.Topic == topic)) changed |= _subscriptions.TryRemove(topic, subscription);
        }

        return changed;
    }
}
