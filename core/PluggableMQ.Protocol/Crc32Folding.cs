using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PluggableMQ.Protocol;

/// <summary>CRC-32 by folding with carry-less multiplication.</summary>
/// <remarks>
/// After Intel's paper "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ". The constants are those of the reflected
/// polynomial 0xEDB88320: powers of x modulo the polynomial for each folding distance.
/// </remarks>
internal static class Crc32Folding
{
    /// <summary>The shortest input that can be folded; also four vectors.</summary>
    public const int MinLength = 64;

    /// <summary>Updates the (inverted) state by at least <see cref="MinLength"/> bytes, a multiple of 16.</summary>
    public static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var by64 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL);
        var by16 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        var a = vectors[0] ^ Vector128.CreateScalar(state).AsUInt64();
        var b = vectors[1];
        var c = vectors[2];
        var d = vectors[3];
        vectors = vectors[4..];
        while (vectors.Length >= 4)
        {
            a = Fold(a, by64) ^ vectors[0];
            b = Fold(b, by64) ^ vectors[1];
            c = Fold(c, by64) ^ vectors[2];
            d = Fold(d, by64) ^ vectors[3];
            vectors = vectors[4..];
        }

        a = Fold(a, by16) ^ b;
        a = Fold(a, by16) ^ c;
        a = Fold(a, by16) ^ d;
        foreach (var vector in vectors) a = Fold(a, by16) ^ vector;
        return Reduce(a, by16);
    }

    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> constants)
        => Pclmulqdq.CarrylessMultiply(value, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, constants, 0x11);

    // 128 bits to 64, 64 to 32, then Barrett reduction.
    private static uint Reduce(Vector128<ulong> value, Vector128<ulong> by16)
    {
        var mask = Vector128.Create(0xFFFFFFFFu, 0u, 0xFFFFFFFFu, 0u).AsUInt64();
        value = Sse2.ShiftRightLogical128BitLane(value, 8) ^ Pclmulqdq.CarrylessMultiply(value, by16, 0x10);
        var to32 = Vector128.CreateScalar(0x0163CD6124UL);
        value = Sse2.ShiftRightLogical128BitLane(value, 4) ^ Pclmulqdq.CarrylessMultiply(value & mask, to32, 0x00);
        var barrett = Vector128.Create(0x01DB710641UL, 0x01F7011641UL);
        var quotient = Pclmulqdq.CarrylessMultiply(value & mask, barrett, 0x10) & mask;
        value ^= Pclmulqdq.CarrylessMultiply(quotient, barrett, 0x00);
        return value.AsUInt32().GetElement(1);
    }
}
