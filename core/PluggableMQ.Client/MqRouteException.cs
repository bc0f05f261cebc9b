namespace PluggableMQ.Client;

/// <summary>It is not known where a topic or a broker is: no NameServer (10004), no route (10005, 17) or no such broker (10003).</summary>
public sealed class MqRouteException : MqClientException
{
    internal MqRouteException(string message, int responseCode, Exception? innerException = null) : base(message, responseCode, innerException)
    {
    }
}
