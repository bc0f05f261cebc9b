namespace PluggableMQ.Remoting;

/// <summary>The request could not be written, or the connection closed before its response came (<c>RemotingSendRequestException</c>).
/// Whether the peer has acted on it is not known.</summary>
/// <param name="address">The peer, as <c>host:port</c>.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class RemotingSendException(string address, string message, Exception? innerException = null)
    : RemotingException(address, message, innerException);
