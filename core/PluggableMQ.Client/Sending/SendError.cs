using System.Globalization;
using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Sending;

/// <summary>The errors that end a send, in Java's words (<c>DefaultMQProducerImpl.sendDefaultImpl</c>).</summary>
internal static class SendError
{
    /// <summary>The time ran out before an attempt could be made.</summary>
    public static MqTimeoutException OutOfTime(Exception? cause) => new("sendDefaultImpl call timeout", cause);

    /// <summary>All attempts failed.</summary>
    public static MqSendFailedException Failed(IReadOnlyList<string> brokers, TimeSpan elapsed, string topic, Exception cause) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"Send [{brokers.Count}] times, still failed, cost [{elapsed.TotalMilliseconds:0}]ms, Topic: {topic}, BrokersSent: [{string.Join(", ", brokers)}]: {cause.Message}"),
        GetCode(cause),
        cause);

    /// <summary>There is no queue to send to.</summary>
    public static MqRouteException NoRoute(string topic, Exception? cause)
    {
        // That the topic is not there is what the text says already.
        var reason = cause is null or MqServerException { ResponseCode: ResponseCode.TopicNotExist } ? "" : $" ({cause.Message})";
        return new MqRouteException($"No route info of this topic: {topic}{reason}{Faq.Line}", ResponseCode.NotFoundTopicException, cause);
    }

    /// <summary>A broker is in no route, or has no master now.</summary>
    public static MqRouteException NoBroker(string brokerName)
        => new($"The broker[{brokerName}] not exist", ResponseCode.BrokerNotExistException);

    private static int GetCode(Exception cause) => cause switch
    {
        MqServerException server => server.ResponseCode,
        RemotingConnectException => ResponseCode.ConnectBrokerException,
        RemotingTimeoutException => ResponseCode.AccessBrokerTimeout,
        MqClientException => ResponseCode.BrokerNotExistException,
        _ => MqClientException.NoCode,
    };
}
