namespace PluggableMQ.Remoting;

/// <summary>A request could not be sent or answered.</summary>
public class RemotingException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="address">The peer, as <c>host:port</c>.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, if any.</param>
    public RemotingException(string address, string message, Exception? innerException = null) : base(message, innerException)
        => Address = address;

    /// <summary>The peer, as <c>host:port</c>.</summary>
    public string Address { get; }
}
