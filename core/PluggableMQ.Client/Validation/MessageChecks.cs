using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Validation;

/// <summary>Checks of messages before they are sent, in Java's words (<c>Validators.checkMessage</c>, <c>MessageBatch</c>).</summary>
internal static class MessageChecks
{
    /// <summary>Refuses a body that the broker would not take; code 13.</summary>
    public static void CheckBody(ReadOnlyMemory<byte> body, int maxMessageSize)
    {
        if (body.IsEmpty) throw Illegal("the message body length is zero");
        if (body.Length > maxMessageSize) throw Illegal($"the message body size over max value, MAX: {maxMessageSize}");
    }

    /// <summary>Refuses messages that cannot go in one batch.</summary>
    public static void CheckBatch(IReadOnlyList<Message> messages)
    {
        if (messages.Count == 0) throw new MqIllegalArgumentException("the batch is empty; give it at least one message");
        var first = messages[0];
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message is null) throw Illegal("the message is null");
            if (message.DelayTimeLevel > 0) throw new MqIllegalArgumentException("TimeDelayLevel is not supported for batching");
            if (i == 0 && TopicNames.IsRetryTopic(message.Topic)) throw new MqIllegalArgumentException("Retry Group is not supported for batching");
            if (message.Topic != first.Topic) throw new MqIllegalArgumentException("The topic of the messages in one batch should be the same");
            if (message.WaitStoreMsgOk != first.WaitStoreMsgOk)
                throw new MqIllegalArgumentException("The waitStoreMsgOK of the messages in one batch should the same");
        }
    }

    private static MqIllegalArgumentException Illegal(string reason)
        => new($"CODE: {ResponseCode.MessageIllegal}  DESC: {reason}", ResponseCode.MessageIllegal);
}
