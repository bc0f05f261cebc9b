using PluggableMQ.Client.Validation;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client;

public sealed partial class MqAdminClient
{
    /// <summary>Creates a topic on one broker, or changes it (17).</summary>
    /// <param name="brokerAddress">The broker, as <c>host:port</c>.</param>
    /// <param name="topic">The topic and its settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the broker has it; the NameServers learn of it a moment later.</returns>
    /// <exception cref="MqIllegalArgumentException">The name is not acceptable.</exception>
    public ValueTask CreateTopicAsync(string brokerAddress, TopicConfig topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Check(topic);
        return Calls.CreateTopicAsync(brokerAddress, topic, cancellationToken);
    }

    /// <summary>Creates a topic on all masters of a cluster, or changes it (106, 17).</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="topic">The topic and its settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The addresses of the brokers that have it; a broker that fails ends the call.</returns>
    /// <exception cref="MqIllegalArgumentException">The name is not acceptable.</exception>
    /// <exception cref="MqRouteException">The cluster is not known or has no master.</exception>
    public async ValueTask<IReadOnlyList<string>> CreateTopicInClusterAsync(string cluster, TopicConfig topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Check(topic);
        var calls = Calls;
        var masters = await calls.GetMastersAsync(cluster, cancellationToken).ConfigureAwait(false);
        foreach (var address in masters) await calls.CreateTopicAsync(address, topic, cancellationToken).ConfigureAwait(false);
        return masters;
    }

    /// <summary>Deletes a topic: at all masters of the cluster (215), then in all NameServers (216).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it is gone; anything that fails ends the call.</returns>
    /// <exception cref="MqRouteException">The cluster is not known or has no master.</exception>
    public async ValueTask DeleteTopicAsync(string topic, string cluster, CancellationToken cancellationToken = default)
    {
        var calls = Calls;
        var masters = await calls.GetMastersAsync(cluster, cancellationToken).ConfigureAwait(false);
        foreach (var address in masters) await calls.DeleteTopicInBrokerAsync(address, topic, cancellationToken).ConfigureAwait(false);
        await calls.DeleteTopicInNameServersAsync(topic, cluster, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(TopicConfig topic)
    {
        NameChecks.CheckTopic(topic.TopicName);
        NameChecks.CheckNotSystem(topic.TopicName);
    }
}
