using System.Diagnostics.CodeAnalysis;
using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Sending;

/// <summary>Reads send responses (<c>MQClientAPIImpl.processSendResponse</c>); nothing is allocated but what the result keeps.</summary>
internal static class SendResponse
{
    private const string DefaultRegion = "DefaultRegion";

    /// <summary>Whether an answer's code means that the message was stored.</summary>
    public static bool IsStored(int code) => code is ResponseCode.Success or ResponseCode.FlushDiskTimeout
        or ResponseCode.SlaveNotAvailable or ResponseCode.FlushSlaveTimeout;

    /// <summary>Makes the result.</summary>
    /// <param name="response">An answer that means stored.</param>
    /// <param name="message">What was sent.</param>
    /// <param name="queue">The queue that was asked for.</param>
    /// <param name="brokerName">The broker that answered.</param>
    /// <param name="ns">The client's namespace, which the user does not see.</param>
    /// <param name="address">The broker's address, for errors.</param>
    /// <exception cref="MqProtocolException">The answer lacks what every broker sends.</exception>
    public static SendResult Read(RemotingCommand response, in OutgoingMessage message, MessageQueue queue, string brokerName, string? ns, string address)
    {
        var fields = response.Fields;
        if (!fields.TryGet("msgId"u8, out var offsetId) | !fields.TryGetInt32("queueId"u8, out var queueId) | !fields.TryGetInt64("queueOffset"u8, out var queueOffset))
            ThrowIncomplete(address);
        if (queueId != queue.QueueId || brokerName != queue.BrokerName || ns is not null)
            queue = new MessageQueue(NamespaceNames.Unwrap(ns, queue.Topic), brokerName, queueId);
        return new SendResult
        {
            Status = GetStatus(response.Code),
            MessageId = message.UniqueId,
            OffsetMessageId = Encoding.UTF8.GetString(offsetId),
            Queue = queue,
            QueueOffset = queueOffset,
            TransactionId = fields.GetString("transactionId"u8),
            RegionId = GetRegion(fields),
            TraceOn = !fields.TryGet("TRACE_ON"u8, out var traceOn) || !Ascii.EqualsIgnoreCase(traceOn, "false"u8),
        };
    }

    private static SendStatus GetStatus(int code) => code switch
    {
        ResponseCode.FlushDiskTimeout => SendStatus.FlushDiskTimeout,
        ResponseCode.FlushSlaveTimeout => SendStatus.FlushSlaveTimeout,
        ResponseCode.SlaveNotAvailable => SendStatus.SlaveNotAvailable,
        _ => SendStatus.SendOk,
    };

    private static string GetRegion(HeaderFields fields)
        => !fields.TryGet("MSG_REGION"u8, out var region) || region.IsEmpty || region.SequenceEqual("DefaultRegion"u8)
            ? DefaultRegion
            : Encoding.UTF8.GetString(region);

    [DoesNotReturn]
    private static void ThrowIncomplete(string address) => throw new MqProtocolException(
        $"The broker at {address} stored a message, but its answer lacks msgId, queueId or queueOffset.", address);
}
