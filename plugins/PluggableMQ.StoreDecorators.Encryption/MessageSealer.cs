using System.Buffers;
using System.Buffers.Text;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.StoreDecorators.Encryption.Keys;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>Encrypts messages on their way into the store. Thread-safe.</summary>
internal sealed class MessageSealer(KeyRing keys, int maxMessageSize)
{
    /// <summary>Whether a message can be stored at all; asked here, because an envelope must not be what makes a message too long for the store,
    /// and a message that is refused needs no encryption.</summary>
    public AppendStatus Check(in MessageRecord message)
    {
        if (message.Properties.Length > PropertiesCodec.MaxLength) return AppendStatus.PropertiesSizeExceeded;
        return string.IsNullOrEmpty(message.Topic) || message.Body.Length > maxMessageSize || Encoding.UTF8.GetByteCount(message.Topic) > TopicValidator.MaxLength
            ? AppendStatus.MessageIllegal
            : AppendStatus.Ok;
    }

    /// <summary>Makes the message that is stored.</summary>
    /// <param name="message">A message that <see cref="Check"/> found fine.</param>
    /// <param name="rented">What the sealed message's memory is; back to the shared pool once the store has it.</param>
    public MessageRecord Seal(in MessageRecord message, out byte[] rented)
    {
        var key = keys.GetCurrent();
        var envelopeLength = key.Prefix.Length + Envelope.BodyPartLength;
        var textLength = Base64.GetMaxEncodedToUtf8Length(envelopeLength);
        var bodyLength = (int)message.Body.Length;
        var inProperties = message.Properties.Length + StoredForm.PropertyName.Length + 2 + textLength <= PropertiesCodec.MaxLength;
        var bodyStart = inProperties ? 0 : envelopeLength;
        var propertiesStart = bodyStart + bodyLength;
        rented = ArrayPool<byte>.Shared.Rent(propertiesStart + message.Properties.Length + StoredForm.PropertyName.Length + 2 + textLength);

        var properties = rented.AsSpan(propertiesStart);
        var length = CopyProperties(message.Properties.Span, properties);
        if (inProperties && length > 0 && properties[length - 1] != (byte)PropertyNames.PropertySeparator) properties[length++] = (byte)PropertyNames.PropertySeparator;
        var sealedMessage = message;
        sealedMessage.SysFlag = (message.SysFlag & ~StoredForm.Bits) | (inProperties ? StoredForm.EnvelopeInProperties : StoredForm.EnvelopeInBody);

        Span<byte> envelope = stackalloc byte[Envelope.MaxLength];
        envelope = envelope[..envelopeLength];
        key.Prefix.CopyTo(envelope);
        var body = rented.AsSpan(bodyStart, bodyLength);
        message.Body.CopyTo(body);
        Encrypt(key, sealedMessage, properties[..length], body, envelope[key.Prefix.Length..]);
        if (inProperties) length = AppendEnvelope(properties, length, envelope);
        else envelope.CopyTo(rented);
        sealedMessage.Body = new ReadOnlySequence<byte>(rented, 0, propertiesStart);
        sealedMessage.Properties = rented.AsMemory(propertiesStart, length);
        return sealedMessage;
    }

    // A message that was read here and is stored again still has the envelope that it had.
    private static int CopyProperties(ReadOnlySpan<byte> properties, Span<byte> target)
    {
        if (PropertiesCodec.TryGet(properties, StoredForm.PropertyName, out _)) return PropertiesCodec.CopyWithout(properties, StoredForm.PropertyName, target);
        properties.CopyTo(target);
        return properties.Length;
    }

    private static void Encrypt(DataKey key, in MessageRecord message, ReadOnlySpan<byte> properties, Span<byte> body, Span<byte> nonceAndTag)
    {
        Span<byte> topic = stackalloc byte[TopicValidator.MaxLength];
        topic = topic[..Encoding.UTF8.GetBytes(message.Topic, topic)];
        var length = StoredForm.GetAssociatedLength(topic.Length, properties.Length);
        var associated = ArrayPool<byte>.Shared.Rent(length);
        StoredForm.WriteAssociated(
            associated, message.SysFlag, message.Flag, message.QueueId, message.ReconsumeTimes, message.BornTimestamp, message.PreparedTransactionOffset, topic, properties);
        key.Encrypt(body, associated.AsSpan(0, length), nonceAndTag[..DataKey.NonceLength], nonceAndTag[DataKey.NonceLength..]);
        ArrayPool<byte>.Shared.Return(associated);
    }

    private static int AppendEnvelope(Span<byte> properties, int length, ReadOnlySpan<byte> envelope)
    {
        StoredForm.PropertyName.CopyTo(properties[length..]);
        length += StoredForm.PropertyName.Length;
        properties[length++] = (byte)PropertyNames.NameValueSeparator;
        Base64.EncodeToUtf8(envelope, properties[length..], out _, out var written);
        return length + written;
    }
}
