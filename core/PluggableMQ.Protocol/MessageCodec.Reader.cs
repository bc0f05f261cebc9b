using System.Buffers;
using System.Buffers.Binary;

namespace PluggableMQ.Protocol;

public static partial class MessageCodec
{
    /// <summary>Reads the record at the front of some bytes, without allocating; every length is checked.</summary>
    /// <param name="record">The record; what follows it is not looked at.</param>
    /// <param name="header">Its fields.</param>
    /// <returns>False when no whole, consistent record begins there. The CRC is not checked.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> record, out StoredMessageHeader header)
    {
        header = default;
        if (record.Length < FixedLength) return false;
        var totalSize = BinaryPrimitives.ReadInt32BigEndian(record);
        var magic = BinaryPrimitives.ReadInt32BigEndian(record[MagicPosition..]);
        if (totalSize < FixedLength || totalSize > record.Length || magic is not (MagicV1 or MagicV2)) return false;
        record = record[..totalSize];
        header.TotalSize = totalSize;
        header.Magic = magic;
        header.BodyCrc = BinaryPrimitives.ReadInt32BigEndian(record[8..]);
        header.QueueId = BinaryPrimitives.ReadInt32BigEndian(record[12..]);
        header.Flag = BinaryPrimitives.ReadInt32BigEndian(record[16..]);
        header.QueueOffset = BinaryPrimitives.ReadInt64BigEndian(record[QueueOffsetPosition..]);
        header.PhysicalOffset = BinaryPrimitives.ReadInt64BigEndian(record[PhysicalOffsetPosition..]);
        header.SysFlag = BinaryPrimitives.ReadInt32BigEndian(record[SysFlagPosition..]);
        header.BornTimestamp = BinaryPrimitives.ReadInt64BigEndian(record[40..]);
        var at = BornHostPosition + header.BornHostLength;
        // From the store timestamp to the body's length: 8 + host + 4 + 8 + 4 bytes.
        if (totalSize - at < 24 + header.StoreHostLength) return false;
        header.StoreTimestamp = BinaryPrimitives.ReadInt64BigEndian(record[at..]);
        at += 8 + header.StoreHostLength;
        header.ReconsumeTimes = BinaryPrimitives.ReadInt32BigEndian(record[at..]);
        header.PreparedTransactionOffset = BinaryPrimitives.ReadInt64BigEndian(record[(at + 4)..]);
        header.BodyLength = BinaryPrimitives.ReadInt32BigEndian(record[(at + 12)..]);
        header.BodyStart = at + 16;
        if (header.BodyLength < 0 || header.BodyLength > totalSize - header.BodyStart) return false;
        return TryReadTail(record, header.BodyStart + header.BodyLength, ref header);
    }

    private static bool TryReadTail(ReadOnlySpan<byte> record, int at, ref StoredMessageHeader header)
    {
        var lengthSize = header.Magic == MagicV2 ? 2 : 1;
        if (record.Length - at < lengthSize) return false;
        header.TopicLength = lengthSize == 1 ? (sbyte)record[at] : BinaryPrimitives.ReadInt16BigEndian(record[at..]);
        header.TopicStart = at + lengthSize;
        if (header.TopicLength < 0 || header.TopicLength > record.Length - header.TopicStart - 2) return false;
        at = header.TopicStart + header.TopicLength;
        header.PropertiesLength = BinaryPrimitives.ReadInt16BigEndian(record[at..]);
        header.PropertiesStart = at + 2;
        return header.PropertiesLength >= 0 && header.PropertiesStart + header.PropertiesLength == record.Length;
    }

    /// <summary>Makes a message of one record. Body and properties are copied.</summary>
    /// <param name="record">The record.</param>
    /// <param name="decompress">Whether a compressed body is decompressed (its sysFlag stays as it is).</param>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidDataException">It is not a whole record, or its body cannot be decompressed.</exception>
    public static MessageExt Decode(ReadOnlySpan<byte> record, bool decompress)
        => new RecordDecoder(decompress, MessageCompression.DefaultMaxLength).Decode(record);

    /// <summary>Makes messages of records that follow each other, as in a pull response.</summary>
    /// <param name="body">The records.</param>
    /// <param name="decompress">Whether compressed bodies are decompressed.</param>
    /// <param name="maxDecompressedLength">The longest decompressed body allowed.</param>
    /// <returns>The messages, in the order of the records.</returns>
    /// <exception cref="InvalidDataException">A record is broken or cut off, or its body cannot be decompressed; the text says where.</exception>
    public static List<MessageExt> DecodeAll(in ReadOnlySequence<byte> body, bool decompress, int maxDecompressedLength)
    {
        var decoder = new RecordDecoder(decompress, maxDecompressedLength);
        if (body.IsSingleSegment) return decoder.DecodeAll(body.FirstSpan);
        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            return decoder.DecodeAll(rented.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
