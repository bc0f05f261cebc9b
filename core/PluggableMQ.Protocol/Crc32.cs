using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;

namespace PluggableMQ.Protocol;

/// <summary>CRC-32 as zlib and <c>java.util.zip.CRC32</c> compute it.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    // Read-only after construction: slice s holds the CRC of each byte followed by s zero bytes.
    private static readonly uint[] Table = BuildTable();

    /// <summary>The CRC of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The CRC, all 32 bits.</returns>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Continues a CRC.</summary>
    /// <param name="crc">The CRC of what came before; 0 at the beginning.</param>
    /// <param name="bytes">What follows.</param>
    /// <returns>The CRC of both.</returns>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var state = ~crc;
        if (Pclmulqdq.IsSupported && Sse2.IsSupported && bytes.Length >= Crc32Folding.MinLength)
        {
            var folded = bytes.Length & ~15;
            state = Crc32Folding.Update(state, bytes[..folded]);
            bytes = bytes[folded..];
        }
        else if (System.Runtime.Intrinsics.Arm.Crc32.Arm64.IsSupported)
        {
            return ~UpdateArm(state, bytes);
        }

        return ~Update(state, bytes);
    }

    /// <summary>The CRC as RocketMQ stores it: without its highest bit (<c>UtilAll.crc32</c>).</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The CRC and 0x7FFFFFFF.</returns>
    public static int ComputeMasked(ReadOnlySpan<byte> bytes) => (int)(Append(0, bytes) & 0x7FFFFFFF);

    /// <inheritdoc cref="ComputeMasked(ReadOnlySpan{byte})"/>
    public static int ComputeMasked(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment) return ComputeMasked(bytes.FirstSpan);
        var crc = 0u;
        foreach (var segment in bytes) crc = Append(crc, segment.Span);
        return (int)(crc & 0x7FFFFFFF);
    }

    /// <summary>The table-driven way, for short inputs and processors without carry-less multiplication.</summary>
    internal static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> table = Table;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = table[(7 * 256) + (int)(low & 0xFF)] ^ table[(6 * 256) + (int)((low >> 8) & 0xFF)]
                ^ table[(5 * 256) + (int)((low >> 16) & 0xFF)] ^ table[(4 * 256) + (int)(low >> 24)]
                ^ table[(3 * 256) + (int)(high & 0xFF)] ^ table[(2 * 256) + (int)((high >> 8) & 0xFF)]
                ^ table[256 + (int)((high >> 16) & 0xFF)] ^ table[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var value in bytes) state = (state >> 8) ^ table[(int)((state ^ value) & 0xFF)];
        return state;
    }

    private static uint UpdateArm(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            state = System.Runtime.Intrinsics.Arm.Crc32.Arm64.ComputeCrc32(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes) state = System.Runtime.Intrinsics.Arm.Crc32.ComputeCrc32(state, value);
        return state;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[Slices * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++) table[i] = (table[i - 256] >> 8) ^ table[(int)(table[i - 256] & 0xFF)];
        return table;
    }
}
