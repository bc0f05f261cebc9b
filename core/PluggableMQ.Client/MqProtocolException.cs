namespace PluggableMQ.Client;

/// <summary>An answer, or a message in it, could not be read: the peer is broken or speaks something else.</summary>
public sealed class MqProtocolException : MqClientException
{
    internal MqProtocolException(string message, string? address, Exception? innerException = null) : base(message, NoCode, innerException)
        => Address = address;

    /// <summary>Who answered, as <c>host:port</c>, or null when that is not known.</summary>
    public string? Address { get; }
}
