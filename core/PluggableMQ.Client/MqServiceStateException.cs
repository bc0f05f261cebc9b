namespace PluggableMQ.Client;

/// <summary>A producer or consumer was started twice, used before its start or after its shutdown, or its group is already in use.</summary>
public sealed class MqServiceStateException : MqClientException
{
    internal MqServiceStateException(string message, Exception? innerException = null) : base(message, NoCode, innerException)
    {
    }
}
