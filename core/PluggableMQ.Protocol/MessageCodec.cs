using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Protocol;

/// <summary>The stored record: in the commit log, and in the bodies of pull, view and query responses (<c>MessageDecoder</c>).</summary>
public static partial class MessageCodec
{
    /// <summary>The magic of a record.</summary>
    public const int MagicV1 = unchecked((int)0xDAA320A7);

    /// <summary>The magic of a 5.x record whose topic length takes two bytes; read, never written.</summary>
    public const int MagicV2 = unchecked((int)0xDAA320AB);

    /// <summary>The magic of the filler at the end of a commit log file.</summary>
    public const int BlankMagic = unchecked((int)0xCBD43194);

    /// <summary>The length of a record with IPv4 hosts and nothing in it; 12 more for each IPv6 host.</summary>
    public const int FixedLength = 91;

    /// <summary>Where the magic lies.</summary>
    public const int MagicPosition = 4;

    /// <summary>Where the queue offset lies.</summary>
    public const int QueueOffsetPosition = 20;

    /// <summary>Where the physical offset lies.</summary>
    public const int PhysicalOffsetPosition = 28;

    /// <summary>Where the sysFlag lies.</summary>
    public const int SysFlagPosition = 36;

    /// <summary>Where the born host lies. The store timestamp follows it.</summary>
    public const int BornHostPosition = 48;

    /// <summary>The record's length.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ArgumentException">Topic or properties are too long for the format, or the record would exceed 2 GiB.</exception>
    public static int GetEncodedLength(in MessageRecord message)
    {
        var topicLength = CheckTopic(Encoding.UTF8.GetByteCount(message.Topic));
        var length = FixedLength + message.Body.Length + topicLength + CheckProperties(message.Properties.Length);
        length += HostBytes.GetLength(message.BornHost) + HostBytes.GetLength(message.StoreHost) - (2 * HostBytes.LengthV4);
        return length <= int.MaxValue ? (int)length : throw new ArgumentException($"A record of {length} bytes is too long.", nameof(message));
    }

    /// <summary>Writes a record: the body is copied once, its CRC computed on the copy.</summary>
    /// <param name="message">The message. The host bits of its sysFlag are set here.</param>
    /// <param name="queueOffset">Its index in its queue.</param>
    /// <param name="physicalOffset">Where the record begins in the commit log.</param>
    /// <param name="storeTimestamp">The store's clock, in milliseconds since 1970 UTC.</param>
    /// <param name="target">At least <see cref="GetEncodedLength"/> bytes.</param>
    /// <returns>The record's length.</returns>
    /// <exception cref="ArgumentException">Topic or properties are too long for the format, or the target is too short.</exception>
    public static int Write(in MessageRecord message, long queueOffset, long physicalOffset, long storeTimestamp, Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target[12..], message.QueueId);
        BinaryPrimitives.WriteInt32BigEndian(target[16..], message.Flag);
        BinaryPrimitives.WriteInt64BigEndian(target[QueueOffsetPosition..], queueOffset);
        BinaryPrimitives.WriteInt64BigEndian(target[PhysicalOffsetPosition..], physicalOffset);
        BinaryPrimitives.WriteInt64BigEndian(target[40..], message.BornTimestamp);
        var at = BornHostPosition;
        var bornHostLength = HostBytes.Write(message.BornHost, target[at..]);
        at += bornHostLength;
        BinaryPrimitives.WriteInt64BigEndian(target[at..], storeTimestamp);
        at += 8;
        var storeHostLength = HostBytes.Write(message.StoreHost, target[at..]);
        at += storeHostLength;
        var sysFlag = message.SysFlag & ~(MessageSysFlag.BornHostV6 | MessageSysFlag.StoreHostV6);
        if (bornHostLength == HostBytes.LengthV6) sysFlag |= MessageSysFlag.BornHostV6;
        if (storeHostLength == HostBytes.LengthV6) sysFlag |= MessageSysFlag.StoreHostV6;
        BinaryPrimitives.WriteInt32BigEndian(target[SysFlagPosition..], sysFlag);
        BinaryPrimitives.WriteInt32BigEndian(target[at..], message.ReconsumeTimes);
        BinaryPrimitives.WriteInt64BigEndian(target[(at + 4)..], message.PreparedTransactionOffset);
        at += 12;

        var bodyLength = (int)message.Body.Length;
        BinaryPrimitives.WriteInt32BigEndian(target[at..], bodyLength);
        var body = target.Slice(at + 4, bodyLength);
        if (message.Body.IsSingleSegment) message.Body.FirstSpan.CopyTo(body);
        else message.Body.CopyTo(body);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], Crc32.ComputeMasked(body));
        at += 4 + bodyLength;

        var topicLength = CheckTopic(Encoding.UTF8.GetBytes(message.Topic, target[(at + 1)..]));
        target[at] = (byte)topicLength;
        at += 1 + topicLength;
        BinaryPrimitives.WriteInt16BigEndian(target[at..], (short)CheckProperties(message.Properties.Length));
        message.Properties.Span.CopyTo(target[(at + 2)..]);
        at += 2 + message.Properties.Length;
        BinaryPrimitives.WriteInt32BigEndian(target[MagicPosition..], MagicV1);
        BinaryPrimitives.WriteInt32BigEndian(target, at);
        return at;
    }

    /// <summary>Writes the filler that ends a commit log file.</summary>
    /// <param name="target">The rest of the file, at least 8 bytes; only the first 8 are written.</param>
    public static void WriteBlank(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, target.Length);
        BinaryPrimitives.WriteInt32BigEndian(target[MagicPosition..], BlankMagic);
    }

    private static int CheckTopic(int length)
        => length <= TopicValidator.MaxLength
            ? length
            : throw new ArgumentException($"A topic of {length} bytes exceeds the record's {TopicValidator.MaxLength}.");

    private static int CheckProperties(int length)
        => length <= PropertiesCodec.MaxLength
            ? length
            : throw new ArgumentException($"Properties of {length} bytes exceed the record's {PropertiesCodec.MaxLength}.");
}
