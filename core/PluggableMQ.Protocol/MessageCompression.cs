using System.Buffers;
using System.IO.Compression;

namespace PluggableMQ.Protocol;

/// <summary>Compresses and decompresses message bodies; the length of what comes out is bounded.</summary>
public static class MessageCompression
{
    /// <summary>RocketMQ's compression level for message bodies.</summary>
    public const int DefaultLevel = 5;

    /// <summary>The longest decompressed body unless a caller says otherwise: eight times the largest message.</summary>
    public const int DefaultMaxLength = 32 * 1024 * 1024;

    /// <summary>Compresses to a zlib stream (RFC 1950), RocketMQ's default; the message's sysFlag is then 0x301.</summary>
    /// <param name="body">The body.</param>
    /// <param name="level">0 to 9.</param>
    /// <returns>The compressed body.</returns>
    public static byte[] Compress(ReadOnlySpan<byte> body, int level = DefaultLevel)
    {
        // The stream writes nothing at all when nothing is written to it.
        if (body.IsEmpty) return [.. EmptyZlib];
        using var output = new MemoryStream(Math.Max(64, body.Length / 2));
        using (var zlib = new ZLibStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true)) zlib.Write(body);
        return output.ToArray();
    }

    /// <summary>Decompresses a body.</summary>
    /// <param name="body">The compressed body.</param>
    /// <param name="sysFlag">The message's sysFlag, which tells the compression type.</param>
    /// <param name="maxLength">The longest result allowed.</param>
    /// <returns>The decompressed body.</returns>
    /// <exception cref="InvalidDataException">The body is broken, longer than allowed, or compressed in a way that is not known here.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> body, int sysFlag, int maxLength) => (sysFlag & MessageSysFlag.CompressionTypeMask) switch
    {
        0 or MessageSysFlag.CompressionZlib => DecompressZlib(body, maxLength),
        var type => throw new InvalidDataException(
            $"The body is compressed with {GetName(type)} (sysFlag 0x{sysFlag:X}), which is not supported here; send with zlib."),
    };

    /// <inheritdoc cref="Decompress(ReadOnlySpan{byte}, int, int)"/>
    public static byte[] Decompress(in ReadOnlySequence<byte> body, int sysFlag, int maxLength)
        => Decompress(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), sysFlag, maxLength);

    private static ReadOnlySpan<byte> EmptyZlib => [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

    private static string GetName(int type) => type switch
    {
        MessageSysFlag.CompressionLz4 => "LZ4",
        MessageSysFlag.CompressionZstd => "Zstandard",
        _ => "an unknown algorithm",
    };

    private static unsafe byte[] DecompressZlib(ReadOnlySpan<byte> body, int maxLength)
    {
        if (body.IsEmpty) throw new InvalidDataException("The compressed body is empty.");
        fixed (byte* pointer = body)
        {
            using var input = new CompressedInput(pointer, body.Length);
            using var zlib = new ZLibStream(input, CompressionMode.Decompress);
            var result = BoundedReader.ReadToEnd(zlib, body.Length, maxLength);
            return input.WasExhausted ? throw new InvalidDataException("The compressed body is cut off.") : result;
        }
    }
}
