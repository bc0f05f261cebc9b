using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <summary>What a broker says of itself when it registers.</summary>
/// <param name="ClusterName">Its cluster.</param>
/// <param name="BrokerName">The name that it shares with its slaves or master.</param>
/// <param name="BrokerId">0 for a master.</param>
/// <param name="Address">Where clients reach it.</param>
/// <param name="HaServerAddress">Where slaves reach it.</param>
/// <param name="Topics">All its topics, or those that changed.</param>
/// <param name="FilterServers">Null says nothing, an empty list that there are none.</param>
/// <param name="Owner">The connection that it came on; its end ends the registration. Compared by identity.</param>
internal sealed record BrokerRegistration(
    string ClusterName,
    string BrokerName,
    long BrokerId,
    string Address,
    string HaServerAddress,
    TopicConfigSerializeWrapper Topics,
    IReadOnlyList<string>? FilterServers,
    object Owner)
{
    public bool IsMaster => BrokerId == RouteTable.MasterId;
}

/// <summary>What a registration came to.</summary>
/// <param name="Refusal">Why it was not taken, or null.</param>
/// <param name="MasterAddress">For a slave: its master's address, if that is known.</param>
/// <param name="HaServerAddress">For a slave: where its master replicates.</param>
internal sealed record RegistrationResult(string? Refusal, string? MasterAddress = null, string? HaServerAddress = null);
