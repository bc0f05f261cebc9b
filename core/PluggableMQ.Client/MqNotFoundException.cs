namespace PluggableMQ.Client;

/// <summary>A query found no message (208).</summary>
public sealed class MqNotFoundException : MqClientException
{
    internal MqNotFoundException(string message) : base(message, Protocol.ResponseCode.NoMessage, null)
    {
    }
}
