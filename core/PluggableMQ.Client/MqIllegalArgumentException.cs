namespace PluggableMQ.Client;

/// <summary>A group, a topic, a message, an expression or a setting is not acceptable; nothing was sent.</summary>
public sealed class MqIllegalArgumentException : MqClientException
{
    internal MqIllegalArgumentException(string message, int responseCode = NoCode, Exception? innerException = null)
        : base(message, responseCode, innerException)
    {
    }
}
