namespace PluggableMQ.Abstractions.Transport;

/// <summary>A transport could not listen or connect. The message says what happened, at which endpoint, and what to do.</summary>
public sealed class TransportException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="endpoint">The endpoint concerned.</param>
    /// <param name="innerException">The cause, if any.</param>
    public TransportException(string message, TransportEndpoint endpoint, Exception? innerException = null)
        : base(message, innerException) => Endpoint = endpoint;

    /// <summary>The endpoint concerned.</summary>
    public TransportEndpoint Endpoint { get; }
}
