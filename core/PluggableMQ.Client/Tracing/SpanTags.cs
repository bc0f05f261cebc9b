using System.Diagnostics;
using System.Globalization;
using PluggableMQ.Abstractions;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tracing;

/// <summary>What the spans tell, under the names of OpenTelemetry's conventions for messaging and for RocketMQ.</summary>
internal static class SpanTags
{
    public const string MessageId = "messaging.message.id";
    public const string Partition = "messaging.destination.partition.id";
    public const string BatchCount = "messaging.batch.message_count";
    public const string BodySize = "messaging.message.body.size";
    public const string ClientGroup = "messaging.rocketmq.client_group";
    public const string ConsumerGroup = "messaging.consumer.group.name";
    public const string SendResult = "messaging.rocketmq.send_result";

    /// <summary>What every span has; given at its start, so that a sampler can look at it.</summary>
    public static ActivityTagsCollection Create(string operation, string topic) => new()
    {
        ["messaging.system"] = "rocketmq",
        ["messaging.operation.name"] = operation,
        ["messaging.operation.type"] = operation,
        ["messaging.destination.name"] = topic,
    };

    /// <summary>Adds what one message tells.</summary>
    public static void AddMessage(ActivityTagsCollection tags, Message message)
    {
        tags[BodySize] = message.Body.Length;
        if (message.Tags is { Length: > 0 } tag) tags["messaging.rocketmq.message.tag"] = tag;
        if (message.Keys is { Length: > 0 } keys) tags["messaging.rocketmq.message.keys"] = keys.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (message.DelayTimeLevel is > 0 and var level) tags["messaging.rocketmq.message.delay_time_level"] = level;
        tags["messaging.rocketmq.message.type"] = GetMessageType(message);
    }

    /// <summary>A queue's name among the queues of its topic.</summary>
    public static string NameOf(MessageQueue queue) => NameOf(queue.BrokerName, queue.QueueId);

    /// <inheritdoc cref="NameOf(MessageQueue)"/>
    public static string NameOf(string? brokerName, int queueId) => string.Create(CultureInfo.InvariantCulture, $"{brokerName}-{queueId}");

    /// <summary>Says which server answered.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="endpoint">As it is dialled, for example <c>10.0.0.1:10911</c>.</param>
    public static void SetServer(Activity activity, string endpoint)
    {
        var scheme = endpoint.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? endpoint : endpoint[(scheme + 3)..];
        var colon = host.LastIndexOf(':');
        if (colon > 0 && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            activity.SetTag("server.port", port);
            host = host[..colon].Trim('[', ']');
        }

        activity.SetTag("server.address", host);
    }

    /// <summary>Says that it failed, and how: the broker's code, or the exception's type.</summary>
    public static void SetFailure(Activity activity, Exception failure)
    {
        var type = failure is MqClientException { ResponseCode: not MqClientException.NoCode and var code }
            ? code.ToString(CultureInfo.InvariantCulture)
            : failure.GetType().FullName;
        activity.SetTag("error.type", type);
        activity.SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    private static string GetMessageType(Message message)
    {
        if (message.GetProperty(PropertyNames.TransactionPrepared) is { } prepared && bool.TryParse(prepared, out var isHalf) && isHalf) return "transaction";
        return message.DelayTimeLevel > 0 ? "delay" : "normal";
    }
}
