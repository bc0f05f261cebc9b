using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tracing;

/// <summary>Makes the trace records of a producer's sends (<c>SendMessageTraceHookImpl</c>). One-way and failed sends leave none, as in Java.</summary>
internal sealed class SendTracer(TraceQueue queue, Func<bool> isOn, string group, TimeProvider clock)
{
    /// <summary>Records a send whose answer came.</summary>
    /// <param name="message">What was sent.</param>
    /// <param name="result">What came of it; a broker may ask not to be traced.</param>
    /// <param name="address">The broker.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Trace(in OutgoingMessage message, SendResult result, string address, TimeSpan elapsed)
    {
        if (!result.TraceOn || !isOn()) return;
        queue.Add(new TraceRecord
        {
            Type = TraceType.Pub,
            Timestamp = (clock.GetUtcNow() - elapsed).ToUnixTimeMilliseconds(),
            RegionId = result.RegionId,
            Group = group,
            CostMilliseconds = (long)elapsed.TotalMilliseconds,
            Success = result.Status == SendStatus.SendOk,
            Messages =
            [
                new TraceMessage
                {
                    Topic = message.Message.Topic,
                    MessageId = result.MessageId,
                    OffsetMessageId = result.OffsetMessageId,
                    Tags = message.IsBatch ? null : message.Message.Tags,
                    Keys = message.IsBatch ? null : message.Message.Keys,
                    StoreHost = address,
                    BodyLength = message.Body.Length,
                    MessageType = GetMessageType(message),
                },
            ],
        });
    }

    private static TraceMessageType GetMessageType(in OutgoingMessage message)
    {
        if ((message.SysFlag & MessageSysFlag.TransactionPrepared) != 0) return TraceMessageType.TransactionHalf;
        return message.Message.GetProperty(PropertyNames.DelayTimeLevel) is null ? TraceMessageType.Normal : TraceMessageType.Delay;
    }
}
