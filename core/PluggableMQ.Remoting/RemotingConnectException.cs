namespace PluggableMQ.Remoting;

/// <summary>The peer could not be reached: nothing was sent (<c>RemotingConnectException</c>).</summary>
/// <param name="address">The peer, as <c>host:port</c>.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class RemotingConnectException(string address, string message, Exception? innerException = null)
    : RemotingException(address, message, innerException);
