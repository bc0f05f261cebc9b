using System.Globalization;
using PluggableMQ.Abstractions;
using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Pulling;

/// <summary>Makes messages of pulled records (<c>PullAPIWrapper.processPullResult</c>).</summary>
internal static class MessageDecoding
{
    /// <summary>The messages that match, decompressed and completed with what only the client knows.</summary>
    /// <exception cref="MqProtocolException">A record is broken.</exception>
    public static List<MessageExt> Decode(RawPullResult raw, TagFilter filter, MessageQueue queue, string? ns, int maxDecompressedSize)
    {
        if (raw.Status != PullStatus.Found) return [];
        List<MessageExt> messages;
        try
        {
            messages = MessageCodec.DecodeAll(raw.Body, decompress: true, maxDecompressedSize);
        }
        catch (InvalidDataException e)
        {
            throw new MqProtocolException($"The messages pulled from {queue} cannot be read: {e.Message}", null, e);
        }

        messages.RemoveAll(message => !filter.Matches(message.Tags));
        var min = raw.MinOffset.ToString(CultureInfo.InvariantCulture);
        var max = raw.MaxOffset.ToString(CultureInfo.InvariantCulture);
        foreach (var message in messages)
        {
            message.BrokerName = queue.BrokerName;
            message.Properties[PropertyNames.MinOffset] = min;
            message.Properties[PropertyNames.MaxOffset] = max;
            if (message.GetProperty(PropertyNames.TransactionPrepared) is { } prepared && bool.TryParse(prepared, out var isHalf) && isHalf)
                message.TransactionId = message.UniqueId;
            if (ns is not null) message.Topic = NamespaceNames.Unwrap(ns, message.Topic);
        }

        return messages;
    }
}
