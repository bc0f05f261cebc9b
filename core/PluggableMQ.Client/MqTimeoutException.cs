namespace PluggableMQ.Client;

/// <summary>The time of a call ran out before it could be made (<c>RemotingTooMuchRequestException</c> in RocketMQ).</summary>
public sealed class MqTimeoutException : MqClientException
{
    internal MqTimeoutException(string message, Exception? innerException = null)
        : base(message, Protocol.ResponseCode.AccessBrokerTimeout, innerException)
    {
    }
}
