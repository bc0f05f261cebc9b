namespace PluggableMQ.Client;

/// <summary>A message could not be sent, after all attempts. It may still have been stored, if an answer was lost.</summary>
public sealed class MqSendFailedException : MqClientException
{
    internal MqSendFailedException(string message, int responseCode, Exception? innerException) : base(message, responseCode, innerException)
    {
    }
}
