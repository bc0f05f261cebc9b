using System.Buffers.Binary;
using PluggableMQ.Protocol;

namespace PluggableMQ.Storage.CommitLog.Log;

/// <summary>Says what lies at a place of the log (<c>CommitLog.checkMessageAndReturnSize</c>).</summary>
internal static class LogInspector
{
    /// <summary>The size and the magic of a filler.</summary>
    public const int BlankLength = 8;

    /// <summary>Looks at the front of some bytes.</summary>
    /// <param name="bytes">From the place to the end of what may be looked at.</param>
    /// <param name="offset">The place's offset in the log.</param>
    /// <param name="bytesToFileEnd">From the place to the end of the file.</param>
    /// <param name="checkCrc">Whether the body's CRC is compared.</param>
    /// <param name="header">The record's header, if there is one.</param>
    public static LogEntryKind Inspect(ReadOnlySpan<byte> bytes, long offset, int bytesToFileEnd, bool checkCrc, out StoredMessageHeader header)
    {
        header = default;
        if (bytes.Length < BlankLength) return LogEntryKind.Nothing;
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var magic = BinaryPrimitives.ReadInt32BigEndian(bytes[MessageCodec.MagicPosition..]);
        switch (magic)
        {
            case MessageCodec.BlankMagic:
                return size == bytesToFileEnd ? LogEntryKind.EndOfFile : LogEntryKind.Broken;
            case MessageCodec.MagicV1:
                return IsWhole(bytes, offset, checkCrc, out header) ? LogEntryKind.Record : LogEntryKind.Broken;
            case MessageCodec.MagicV2:
                return LogEntryKind.NewerFormat;
            default:
                return size == 0 && magic == 0 ? LogEntryKind.Nothing : LogEntryKind.Broken;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes, long offset, bool checkCrc, out StoredMessageHeader header)
        => MessageCodec.TryReadHeader(bytes, out header)
            && header.PhysicalOffset == offset
            && (!checkCrc || header.BodyLength == 0 || Crc32.ComputeMasked(header.GetBody(bytes)) == header.BodyCrc);
}
