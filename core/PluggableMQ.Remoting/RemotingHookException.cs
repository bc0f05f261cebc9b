namespace PluggableMQ.Remoting;

/// <summary>A hook that fails closed threw, ran out of time, or is switched off: the request was refused.</summary>
/// <param name="address">The peer, as <c>host:port</c>.</param>
/// <param name="hook">The hook's name.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">What the hook threw, if it did.</param>
public sealed class RemotingHookException(string address, string hook, string message, Exception? innerException = null)
    : RemotingException(address, message, innerException)
{
    /// <summary>The hook's name.</summary>
    public string Hook { get; } = hook;
}
