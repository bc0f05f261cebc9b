namespace PluggableMQ.Remoting;

/// <summary>No response came in time (<c>RemotingTimeoutException</c>). Whether the peer has acted on the request is not known.</summary>
/// <param name="address">The peer, as <c>host:port</c>.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class RemotingTimeoutException(string address, string message, Exception? innerException = null)
    : RemotingException(address, message, innerException);
