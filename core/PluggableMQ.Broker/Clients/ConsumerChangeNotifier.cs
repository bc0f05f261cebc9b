using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Clients;

/// <summary>Tells a group's members that they should share the queues anew: NOTIFY_CONSUMER_IDS_CHANGED (40).</summary>
internal sealed class ConsumerChangeNotifier
{
    private readonly BrokerOptions _options;
    private readonly SubscriptionGroupService _groups;
    private readonly ClientNotifier _clients;

    public ConsumerChangeNotifier(BrokerOptions options, SubscriptionGroupService groups, ClientNotifier clients)
    {
        _options = options;
        _groups = groups;
        _clients = clients;
    }

    /// <summary>Writes the notification to all members; on return it stands before any later answer on their connections.</summary>
    public void Notify(ConsumerGroup group)
    {
        if (!_options.NotifyConsumerIdsChangedEnable || _groups.FindOrCreate(group.Name) is not { NotifyConsumerIdsChangedEnable: true })
            return;
        foreach (var member in group.Members)
        {
            var request = RemotingCommand.CreateRequest(RequestCode.NotifyConsumerIdsChanged);
            request.Fields.Add("consumerGroup"u8, group.Name);
            _clients.Post(member.Connection, request);
        }
    }
}
