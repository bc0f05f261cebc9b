using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace Template._1;

/// <summary>How a packed body lies in the store: its length in four bytes, then the body, compressed. A bit of the sysFlag tells it apart.</summary>
internal static class PackedBody
{
    // RocketMQ does not use this bit. The encryption that ships uses 0x2000_0000 and 0x4000_0000.
    private const int Packed = 0x0800_0000;
    private const int Prefix = sizeof(int);
    private const int Longest = 64 * 1024 * 1024;
    private const int FastestQuality = 1;
    private const int Window = 18;

    // Where a stored record has the CRC of its body.
    private const int CrcPosition = 8;

    /// <summary>Makes the message that is stored.</summary>
    /// <param name="message">The message as it came; its memory is the caller's.</param>
    /// <param name="minBytes">Shorter bodies stay as they are.</param>
    /// <param name="rented">The packed body's memory, back to the shared pool once the store has its copy; null when nothing was rented.</param>
    public static MessageRecord Pack(in MessageRecord message, int minBytes, out byte[]? rented)
    {
        rented = null;
        // A sender that sets the bit says nothing about the body.
        var stored = message;
        stored.SysFlag &= ~Packed;
        var length = (int)message.Body.Length;
        if (length < minBytes || length is <= Prefix or > Longest) return stored;
        var plain = ArrayPool<byte>.Shared.Rent(length);
        rented = ArrayPool<byte>.Shared.Rent(length);
        message.Body.CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(rented, length);
        // No room for more than the body has now: what does not get shorter stays as it is.
        var room = rented.AsSpan(Prefix, length - Prefix);
        var isShorter = BrotliEncoder.TryCompress(plain.AsSpan(0, length), room, out var written, FastestQuality, Window);
        ArrayPool<byte>.Shared.Return(plain);
        if (!isShorter) return stored;
        stored.SysFlag |= Packed;
        stored.Body = new ReadOnlySequence<byte>(rented, 0, Prefix + written);
        return stored;
    }

    /// <summary>Whether a stored record's body is packed, and how long the record is without that.</summary>
    /// <exception cref="StoreException">It says that it is, and cannot be.</exception>
    public static bool IsPacked(ReadOnlySpan<byte> record, out int length)
    {
        length = record.Length;
        if (!MessageCodec.TryReadHeader(record, out var header) || (header.SysFlag & Packed) == 0) return false;
        var body = header.GetBody(record);
        var plain = body.Length > Prefix ? BinaryPrimitives.ReadInt32BigEndian(body) : 0;
        if (plain < body.Length - Prefix || plain > Longest) throw Damaged(header.PhysicalOffset);
        length = record.Length - body.Length + plain;
        return true;
    }

    /// <summary>Writes the record that the broker would have stored, for one that <see cref="IsPacked"/>.</summary>
    /// <param name="record">The stored record.</param>
    /// <param name="target">As long as <see cref="IsPacked"/> said.</param>
    /// <exception cref="StoreException">It is damaged.</exception>
    public static void Unpack(ReadOnlySpan<byte> record, Span<byte> target)
    {
        MessageCodec.TryReadHeader(record, out var header);
        var body = header.GetBody(record);
        var plain = target.Slice(header.BodyStart, BinaryPrimitives.ReadInt32BigEndian(body));
        if (!BrotliDecoder.TryDecompress(body[Prefix..], plain, out var written) || written != plain.Length) throw Damaged(header.PhysicalOffset);
        record[..header.BodyStart].CopyTo(target);
        record[(header.BodyStart + header.BodyLength)..].CopyTo(target[(header.BodyStart + plain.Length)..]);
        // What depends on the body: the record's length, the body's CRC and length, and the bit.
        BinaryPrimitives.WriteInt32BigEndian(target, target.Length);
        BinaryPrimitives.WriteInt32BigEndian(target[CrcPosition..], Crc32.ComputeMasked(plain));
        BinaryPrimitives.WriteInt32BigEndian(target[MessageCodec.SysFlagPosition..], header.SysFlag & ~Packed);
        BinaryPrimitives.WriteInt32BigEndian(target[(header.BodyStart - sizeof(int))..], plain.Length);
    }

    private static StoreException Damaged(long physicalOffset)
        => new($"The message at {physicalOffset} of the store cannot be decompressed. Restore the store's files, or skip the message.");
}
