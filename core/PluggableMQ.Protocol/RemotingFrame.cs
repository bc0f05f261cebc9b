using System.Buffers;
using System.Buffers.Binary;

namespace PluggableMQ.Protocol;

/// <summary>Reads and writes frames: length, header length with serialize type, header, body.</summary>
/// <remarks>Java does this in <c>NettyDecoder</c>, <c>NettyEncoder</c> and <c>RemotingCommand</c>.</remarks>
public static class RemotingFrame
{
    /// <summary>The largest frame, its length field included, in bytes (<c>com.rocketmq.remoting.frameMaxLength</c>).</summary>
    public const int DefaultMaxLength = 16 * 1024 * 1024;

    private const int PrefixLength = 8;

    // The header's length has 24 bits.
    private const int MaxHeaderLength = 0x00FFFFFF;

    /// <summary>Reads one frame from the front of a buffer.</summary>
    /// <param name="buffer">The received bytes; on <see cref="FrameReadResult.Frame"/> the frame is sliced off.</param>
    /// <param name="command">Receives the frame; cleared first. Its body refers to <paramref name="buffer"/>'s memory.</param>
    /// <param name="maxLength">The largest frame allowed.</param>
    /// <param name="error">Why the frame is malformed.</param>
    /// <returns>What was found.</returns>
    public static FrameReadResult TryRead(ref ReadOnlySequence<byte> buffer, RemotingCommand command, int maxLength, out string? error)
    {
        error = null;
        if (buffer.Length < PrefixLength)
        {
            // A wrong length is told apart as early as possible, so that no one waits for bytes that never come.
            return buffer.Length >= 4 ? CheckLength(ReadInt32(buffer), maxLength, ref error) : FrameReadResult.Incomplete;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (buffer.FirstSpan.Length >= PrefixLength) buffer.FirstSpan[..PrefixLength].CopyTo(prefix);
        else buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (CheckLength(length, maxLength, ref error) == FrameReadResult.Malformed) return FrameReadResult.Malformed;
        var headerInfo = BinaryPrimitives.ReadUInt32BigEndian(prefix[4..]);
        var headerLength = (int)(headerInfo & MaxHeaderLength);
        var serializeType = (SerializeType)(headerInfo >> 24);
        if (serializeType is not (SerializeType.Json or SerializeType.RocketMq))
        {
            error = $"unknown serialize type {(byte)serializeType}";
            return FrameReadResult.Malformed;
        }

        if (headerLength > length - 4)
        {
            error = $"header length {headerLength} exceeds the frame length {length}";
            return FrameReadResult.Malformed;
        }

        if (buffer.Length < length + 4L) return FrameReadResult.Incomplete;
        var header = buffer.Slice(PrefixLength, headerLength);
        command.Reset();
        command.SerializeType = serializeType;
        error = header.IsSingleSegment ? ReadHeader(header.FirstSpan, command) : ReadSegmentedHeader(header, command);
        if (error is not null) return FrameReadResult.Malformed;
        command.Body = buffer.Slice(PrefixLength + headerLength, length - 4 - headerLength);
        buffer = buffer.Slice(length + 4L);
        return FrameReadResult.Frame;
    }

    /// <summary>Writes one frame. Does not release <see cref="RemotingCommand.BodySource"/>.</summary>
    /// <param name="command">The frame.</param>
    /// <param name="output">Where to; nothing is flushed.</param>
    /// <exception cref="ArgumentException">The header cannot be encoded (beyond 16 MiB; a code beyond 16 bits or too long a name in the binary form).</exception>
    public static void Write(RemotingCommand command, IBufferWriter<byte> output)
    {
        var isJson = command.SerializeType == SerializeType.Json;
        var span = output.GetSpan(PrefixLength + (isJson ? JsonHeader.GetMaxLength(command) : BinaryHeader.GetMaxLength(command)));
        var headerLength = isJson
            ? JsonHeader.Write(command, span[PrefixLength..])
            : BinaryHeader.Write(command, span[PrefixLength..]);
        if (headerLength > MaxHeaderLength)
        {
            throw new ArgumentException(
                $"A header of {headerLength} bytes is longer than the {MaxHeaderLength} that a frame allows.", nameof(command));
        }

        var bodyLength = command.BodyLength;
        BinaryPrimitives.WriteInt32BigEndian(span, checked(4 + headerLength + bodyLength));
        BinaryPrimitives.WriteInt32BigEndian(span[4..], ((int)command.SerializeType << 24) | headerLength);
        output.Advance(PrefixLength + headerLength);
        if (command.BodySource is { } source) source.WriteTo(output);
        else if (command.Body.IsSingleSegment) output.Write(command.Body.FirstSpan);
        else foreach (var segment in command.Body) output.Write(segment.Span);
    }

    private static FrameReadResult CheckLength(int length, int maxLength, ref string? error)
    {
        if (length >= 4 && length <= maxLength - 4) return FrameReadResult.Incomplete;
        error = $"frame length {length} is not between 4 and {maxLength - 4}";
        return FrameReadResult.Malformed;
    }

    private static int ReadInt32(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> bytes = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static string? ReadHeader(ReadOnlySpan<byte> header, RemotingCommand command)
        => command.SerializeType == SerializeType.Json ? JsonHeader.Read(header, command) : BinaryHeader.Read(header, command);

    private static string? ReadSegmentedHeader(in ReadOnlySequence<byte> header, RemotingCommand command)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)header.Length);
        header.CopyTo(rented);
        var error = ReadHeader(rented.AsSpan(0, (int)header.Length), command);
        ArrayPool<byte>.Shared.Return(rented);
        return error;
    }
}
