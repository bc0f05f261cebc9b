namespace PluggableMQ.Remoting;

/// <summary>Is told of connections that come and go (<c>ChannelEventListener</c>).</summary>
/// <remarks>Called on the accept loop and on the connections' own threads: return quickly. An exception is logged and ignored.</remarks>
public interface IConnectionObserver
{
    /// <summary>A connection was opened; no request of it has been handled yet.</summary>
    /// <param name="connection">The connection.</param>
    void OnOpened(RemotingConnection connection);

    /// <summary>A connection is closed; called once for each opened one, after its pending calls have failed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="failure">Why, or null for an ordinary close.</param>
    void OnClosed(RemotingConnection connection, Exception? failure);
}
