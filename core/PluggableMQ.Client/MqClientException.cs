namespace PluggableMQ.Client;

/// <summary>What this client throws: the root of its errors (<c>MQClientException</c> in RocketMQ).</summary>
public abstract class MqClientException : Exception
{
    /// <summary>The <see cref="ResponseCode"/> of an error that has none.</summary>
    public const int NoCode = -1;

    private protected MqClientException(string message, int responseCode, Exception? innerException) : base(message, innerException)
        => ResponseCode = responseCode;

    /// <summary>The broker's or NameServer's answer code, or a local one: 13 illegal message, 208 no message, 10001 not reachable, 10002 timed
    /// out, 10003 broker not known, 10004 no NameServer, 10005 no route; <see cref="NoCode"/> when there is none.</summary>
    public int ResponseCode { get; }
}
