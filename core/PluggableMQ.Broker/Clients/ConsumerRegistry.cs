using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Text;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>The consumer groups that have members connected (<c>ConsumerManager</c>).</summary>
internal sealed class ConsumerRegistry
{
    private readonly Lock _gate = new();
    private readonly Utf8Map<ConsumerGroup> _groups = new();
    private readonly ConsumerChangeNotifier _notifier;
    private readonly ILogger<ConsumerRegistry> _logger;

    public ConsumerRegistry(ConsumerChangeNotifier notifier, ILogger<ConsumerRegistry> logger)
    {
        _notifier = notifier;
        _logger = logger;
    }

    public IEnumerable<ConsumerGroup> All => _groups.Values;

    public ConsumerGroup? Find(string group) => _groups.Find(group);

    public ConsumerGroup? Find(ReadOnlySpan<byte> utf8Group) => _groups.Find(utf8Group);

    /// <summary>Takes a heartbeat over, and tells the group's members when it changes the group.</summary>
    public void Register(ClientEntry client, ConsumerData data)
    {
        ConsumerGroup group;
        bool changed;
        lock (_gate)
        {
            group = _groups.GetOrAdd(data.GroupName, static name => new ConsumerGroup(name));
            var joins = group.Members.All(member => member.Connection != client.Connection);
            changed = group.Update(client, data);
            if (joins) BrokerLog.ConsumerJoined(_logger, client.ClientId, client.Connection.RemoteAddress, group.Name);
        }

        if (changed) _notifier.Notify(group);
    }

    /// <summary>Takes a client out of a group, and tells the others.</summary>
    public void Unregister(string groupName, RemotingConnection connection)
    {
        if (_groups.Find(groupName) is { } group) Remove(group, connection);
    }

    /// <summary>Takes a closed connection out of all groups.</summary>
    public void Unregister(RemotingConnection connection)
    {
        foreach (var group in _groups.Values) Remove(group, connection);
    }

    private void Remove(ConsumerGroup group, RemotingConnection connection)
    {
        lock (_gate)
        {
            if (group.Remove(connection) is not { } client) return;
            BrokerLog.ConsumerLeft(_logger, client.ClientId, connection.RemoteAddress, group.Name);
            if (group.IsEmpty) _groups.TryRemove(group.Name, group);
        }

        _notifier.Notify(group);
    }
}
