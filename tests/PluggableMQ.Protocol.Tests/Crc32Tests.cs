using System.Buffers;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello", 907060870)]
    [InlineData("123456789", 1274296614)]
    [InlineData("hi", 0x58932AAC)]
    public void ComputeMasked_KnownText_GivesJavasValue(string text, int expected)
        => Assert.Equal(expected, Crc32.ComputeMasked(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Compute_AnyLength_AgreesWithBitwiseDivision()
    {
        var bytes = new byte[700];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(Bitwise(bytes.AsSpan(0, length)), Crc32.Compute(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Update_TableOnly_AgreesWithBitwiseDivision()
    {
        var bytes = new byte[300];
        new Random(2).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(Bitwise(bytes.AsSpan(0, length)), ~Crc32.Update(~0u, bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Append_AnySplit_EqualsWhole()
    {
        var bytes = new byte[400];
        new Random(3).NextBytes(bytes);
        var whole = Crc32.Compute(bytes);
        for (var split = 0; split <= bytes.Length; split++)
            Assert.Equal(whole, Crc32.Append(Crc32.Compute(bytes.AsSpan(0, split)), bytes.AsSpan(split)));
    }

    [Fact]
    public void ComputeMasked_Segments_EqualsWhole()
    {
        var bytes = new byte[400];
        new Random(4).NextBytes(bytes);
        var sequence = Sequences.Split(bytes, 1, 63, 64, 65);
        Assert.False(sequence.IsSingleSegment);
        Assert.Equal(Crc32.ComputeMasked(bytes), Crc32.ComputeMasked(sequence));
    }

    private static uint Bitwise(ReadOnlySpan<byte> bytes)
    {
        var state = ~0u;
        foreach (var value in bytes)
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
        }

        return ~state;
    }
}
