using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Routing;

/// <summary>Removes a broker at once when its connection closes (<c>BrokerHousekeepingService</c>).</summary>
[RoleService]
internal sealed class BrokerConnectionObserver(RouteTable routes) : IConnectionObserver
{
    /// <inheritdoc/>
    public void OnOpened(RemotingConnection connection)
    {
        // A connection is a broker's only once it registers one.
    }

    /// <inheritdoc/>
    public void OnClosed(RemotingConnection connection, Exception? failure) => routes.RemoveOwnedBy(connection);
}
