using Microsoft.Extensions.Logging;
using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Instance;

/// <summary>Tells the brokers who is there, and who is not any more.</summary>
internal sealed class Heartbeats(
    string clientId, ClientChannel channel, BrokerTable brokers, RouteTable routes, GroupTable groups, TimeSpan timeout, ILogger logger)
{
    private int _busy;

    /// <summary>Forgets brokers that no route names, then sends a heartbeat to the others.</summary>
    public ValueTask CleanAndSendAsync(CancellationToken cancellationToken)
    {
        foreach (var name in brokers.RemoveUnknown(routes.HasBroker)) logger.BrokerOffline(name);
        return SendAsync(cancellationToken);
    }

    /// <summary>Sends a heartbeat to every master, and with a consumer to every slave. Skipped while another one is on its way.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0) return;
        try
        {
            var data = groups.Describe(clientId);
            var body = data.Encode();
            var targets = GetTargets(slaves: data.ConsumerDataSet.Count > 0);
            await Task.WhenAll(targets.Select(target => SendAsync(target.Name, target.Address, body, cancellationToken))).ConfigureAwait(false);
            if (targets.Count > 0) logger.HeartbeatSent(clientId, targets.Count);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Tells every broker that a group is gone here. Failures are not the caller's concern: the broker notices by itself.</summary>
    public Task UnregisterAsync(string? producerGroup, string? consumerGroup, CancellationToken cancellationToken)
        => Task.WhenAll(GetTargets(slaves: true).Select(target => UnregisterAsync(target.Address, producerGroup, consumerGroup, cancellationToken)));

    private List<(string Name, string Address)> GetTargets(bool slaves)
    {
        List<(string, string)> targets = [];
        foreach (var broker in brokers.All)
        {
            foreach (var (id, address) in broker.All)
            {
                if (id == BrokerTable.MasterId || slaves) targets.Add((broker.Name, address));
            }
        }

        return targets;
    }

    private async Task SendAsync(string name, string address, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            var request = RemotingCommand.CreateRequest(RequestCode.HeartBeat, body);
            var version = await channel.CallAsync(address, request, timeout, static response => response.Version, cancellationToken).ConfigureAwait(false);
            brokers.SetVersion(address, version);
        }
        catch (Exception e) when (e is MqClientException or RemotingException)
        {
            logger.HeartbeatFailed(name, address, e.Message);
        }
    }

    private async Task UnregisterAsync(string address, string? producerGroup, string? consumerGroup, CancellationToken cancellationToken)
    {
        try
        {
            var request = RemotingCommand.CreateRequest(RequestCode.UnregisterClient);
            new UnregisterClientRequestHeader { ClientId = clientId, ProducerGroup = producerGroup, ConsumerGroup = consumerGroup }.Write(request.Fields);
            await channel.CallAsync(address, request, timeout, Answers.Ignore, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqClientException or RemotingException or OperationCanceledException)
        {
            logger.UnregisterFailed(producerGroup ?? consumerGroup ?? "", address, e.Message);
        }
    }
}
