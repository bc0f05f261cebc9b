namespace PluggableMQ.Remoting;

/// <summary>Too many requests wait for their response, and none came back in time: nothing was sent
/// (<c>RemotingTooMuchRequestException</c>).</summary>
/// <param name="address">The peer, as <c>host:port</c>.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class RemotingTooMuchRequestException(string address, string message, Exception? innerException = null)
    : RemotingException(address, message, innerException);
