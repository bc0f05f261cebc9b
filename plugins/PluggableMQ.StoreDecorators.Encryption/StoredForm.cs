using System.Buffers.Binary;
using PluggableMQ.Protocol;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>How an encrypted message lies in the store. Bits of the sysFlag that RocketMQ does not use tell it from a plain one.</summary>
/// <remarks>
/// The envelope is a property, so that body and record keep the lengths that the broker counts with. Where the properties have no room
/// for it, it lies in front of the body.
/// </remarks>
internal static class StoredForm
{
    /// <summary>The body is encrypted; the envelope is the last property.</summary>
    public const int EnvelopeInProperties = 0x4000_0000;

    /// <summary>The body is encrypted; the envelope lies in front of it.</summary>
    public const int EnvelopeInBody = 0x2000_0000;

    /// <summary>Both bits; no client can set them.</summary>
    public const int Bits = EnvelopeInProperties | EnvelopeInBody;

    // Version, form, sysFlag, flag, queue, reconsume times, born time, half message's offset, length of the topic.
    private const int FixedLength = 1 + 4 + 4 + 4 + 4 + 8 + 8 + 1;

    /// <summary>The envelope's property.</summary>
    public static ReadOnlySpan<byte> PropertyName => "PMQ_ENC"u8;

    /// <summary>How long <see cref="WriteAssociated"/> gets.</summary>
    public static int GetAssociatedLength(int topicLength, int propertiesLength) => FixedLength + topicLength + propertiesLength;

    /// <summary>Writes what a body is bound to, so that it cannot be passed off as another message's: topic, queue, flags, times, and the
    /// properties, which hold the real topic of a delayed or half message. The store sets the rest later.</summary>
    public static void WriteAssociated(
        Span<byte> target, int sysFlag, int flag, int queueId, int reconsumeTimes, long bornTimestamp, long preparedOffset,
        ReadOnlySpan<byte> topic, ReadOnlySpan<byte> properties)
    {
        target[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], sysFlag & ~(MessageSysFlag.BornHostV6 | MessageSysFlag.StoreHostV6));
        BinaryPrimitives.WriteInt32BigEndian(target[5..], flag);
        BinaryPrimitives.WriteInt32BigEndian(target[9..], queueId);
        BinaryPrimitives.WriteInt32BigEndian(target[13..], reconsumeTimes);
        BinaryPrimitives.WriteInt64BigEndian(target[17..], bornTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(target[25..], preparedOffset);
        target[33] = (byte)topic.Length;
        topic.CopyTo(target[FixedLength..]);
        properties.CopyTo(target[(FixedLength + topic.Length)..]);
    }
}
