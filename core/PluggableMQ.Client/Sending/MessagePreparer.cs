using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PluggableMQ.Client.Naming;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Client.Validation;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Sending;

/// <summary>Checks messages and makes them ready: namespace, unique id, compression, sysFlag. The message's body stays as it is.</summary>
internal sealed class MessagePreparer(ProducerOptions options, string? ns, UniqueIdGenerator ids, ILogger logger)
{
    /// <summary>Makes a message ready.</summary>
    public OutgoingMessage Prepare(Message message)
    {
        Check(message);
        MessageChecks.CheckBody(message.Body, options.MaxMessageSize);
        var id = SetIds(message);
        var sysFlag = 0;
        var body = message.Body;
        if (body.Length >= options.CompressMsgBodyOverHowmuch && TryCompress(body, out var compressed))
        {
            body = compressed;
            sysFlag = MessageSysFlag.Compressed | MessageSysFlag.CompressionZlib;
        }

        if (message.GetProperty(PropertyNames.TransactionPrepared) is { } prepared && bool.TryParse(prepared, out var isHalf) && isHalf)
            sysFlag |= MessageSysFlag.TransactionPrepared;
        var topic = NamespaceNames.Wrap(ns, message.Topic);
        var isRetry = TopicNames.IsRetryTopic(topic);
        return new OutgoingMessage
        {
            Message = message,
            Topic = topic,
            Body = body,
            UniqueId = id,
            SysFlag = sysFlag,
            ReconsumeTimes = isRetry ? TakeNumber(message, PropertyNames.ReconsumeTime) ?? 0 : 0,
            MaxReconsumeTimes = isRetry ? TakeNumber(message, PropertyNames.MaxReconsumeTimes) : null,
        };
    }

    /// <summary>Makes a batch ready: each message gets its id; the batch is never compressed.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="headers">The trace context that each message is to carry, if any.</param>
    public OutgoingMessage Prepare(IReadOnlyList<Message> messages, TraceHeaders? headers = null)
    {
        MessageChecks.CheckBatch(messages);
        var ids = new string[messages.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            Check(messages[i]);
            MessageChecks.CheckBody(messages[i].Body, options.MaxMessageSize);
            ids[i] = SetIds(messages[i]);
        }

        var body = Encode(messages);
        if (headers is { } context)
        {
            // Not at the price of a batch that is refused for its length.
            var traced = Encode([.. messages.Select(message => WithContext(message, context))]);
            if (traced.Length <= options.MaxMessageSize) body = traced;
        }

        MessageChecks.CheckBody(body, options.MaxMessageSize);
        var first = messages[0];
        return new OutgoingMessage
        {
            Message = first,
            Topic = NamespaceNames.Wrap(ns, first.Topic),
            Body = body,
            UniqueId = string.Join(',', ids),
            BatchProperties = $"{PropertyNames.WaitStoreMsgOk}{PropertyNames.NameValueSeparator}{(first.WaitStoreMsgOk ? "true" : "false")}",
        };
    }

    private static void Check(Message message)
    {
        if (message is null)
            throw new MqIllegalArgumentException($"CODE: {ResponseCode.MessageIllegal}  DESC: the message is null", ResponseCode.MessageIllegal);
        NameChecks.CheckTopic(message.Topic);
        NameChecks.CheckSendAllowed(message.Topic);
    }

    private string SetIds(Message message)
    {
        if (ns is not null) message.Properties[PropertyNames.InstanceId] = ns;
        // A message that is sent again keeps its id, so that a consumer can tell.
        if (message.UniqueId is { } known) return known;
        var id = ids.CreateUniqueId();
        message.UniqueId = id;
        return id;
    }

    private bool TryCompress(ReadOnlyMemory<byte> body, out byte[] compressed)
    {
        try
        {
            compressed = MessageCompression.Compress(body.Span, options.CompressLevel);
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            logger.CompressionFailed(e, body.Length);
            compressed = [];
            return false;
        }
    }

    // A copy: the message may be sent again, or by others at the same time.
    private static Message WithContext(Message message, TraceHeaders headers)
    {
        if (headers.AddTo(message) is not { } properties) return message;
        var copy = new Message { Topic = message.Topic, Body = message.Body, Flag = message.Flag };
        foreach (var (name, value) in properties) copy.Properties[name] = value;
        return copy;
    }

    private static ReadOnlyMemory<byte> Encode(IReadOnlyList<Message> messages)
    {
        try
        {
            var output = new ArrayBufferWriter<byte>();
            BatchCodec.Write(messages, output);
            return output.WrittenMemory;
        }
        catch (ArgumentException e)
        {
            throw new MqIllegalArgumentException($"Failed to initiate the MessageBatch: {e.Message}", ResponseCode.MessageIllegal, e);
        }
    }

    private static int? TakeNumber(Message message, string name)
    {
        if (message.GetProperty(name) is not { } text) return null;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw new MqIllegalArgumentException($"The property {name} of a message to a retry topic is '{text}'; a number was expected.");
        message.Properties.Remove(name);
        return number;
    }
}
