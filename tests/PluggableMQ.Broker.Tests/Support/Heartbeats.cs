using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>Makes heartbeats.</summary>
internal static class Heartbeats
{
    public static RemotingCommand Producer(string clientId, params string[] groups) => RemotingCommand.CreateRequest(
        RequestCode.HeartBeat, new HeartbeatData { ClientId = clientId, ProducerDataSet = [.. groups.Select(group => new ProducerData { GroupName = group })] }.Encode());

    public static RemotingCommand Consumer(string clientId, string group, string topic, string expression = "*", long version = 1)
        => Requests.Heartbeat(clientId, Requests.Consumer(group, SubscriptionData.Parse(topic, expression, version)));
}
