using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class MessageCompressionTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(index => $"line {index} ")));

    [Theory]
    [InlineData(MessageSysFlag.Compressed)]
    [InlineData(MessageSysFlag.Compressed | MessageSysFlag.CompressionZlib)]
    public void Decompress_Compressed_GivesTheBody(int sysFlag)
    {
        var compressed = MessageCompression.Compress(Text);
        Assert.InRange(compressed.Length, 1, Text.Length / 2);
        Assert.Equal(0x78, compressed[0]);
        Assert.Equal(Text, MessageCompression.Decompress(compressed, sysFlag, Text.Length));
        Assert.Equal(Text, MessageCompression.Decompress(Sequences.Chop(compressed, 100), sysFlag, Text.Length));
    }

    [Fact]
    public void Compress_Empty_DecompressesToEmpty()
        => Assert.Empty(MessageCompression.Decompress(MessageCompression.Compress([]), MessageSysFlag.Compressed, 10));

    [Fact]
    public void Decompress_AnyLengthAroundTheStreamsBuffer_IsNotTakenForCutOff()
    {
        var bytes = new byte[8300];
        new Random(5).NextBytes(bytes);
        for (var length = 8100; length < bytes.Length; length++)
            Assert.Equal(length, MessageCompression.Decompress(MessageCompression.Compress(bytes.AsSpan(0, length)), 1, length).Length);
    }

    [Fact]
    public void Decompress_LongerThanAllowed_IsRefused()
    {
        var exception = Assert.Throws<InvalidDataException>(() => MessageCompression.Decompress(MessageCompression.Compress(Text), 1, Text.Length - 1));
        Assert.Contains($"{Text.Length - 1} bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decompress_ZipBomb_StopsNearTheBound()
    {
        var bomb = MessageCompression.Compress(new byte[200_000_000], 9);
        Assert.InRange(bomb.Length, 1, 300_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => MessageCompression.Decompress(bomb, 1, 1_000_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Theory]
    [InlineData(MessageSysFlag.CompressionLz4, "LZ4")]
    [InlineData(MessageSysFlag.CompressionZstd, "Zstandard")]
    [InlineData(0x700, "unknown")]
    public void Decompress_OtherAlgorithm_NamesIt(int type, string name)
    {
        var exception = Assert.Throws<InvalidDataException>(() => MessageCompression.Decompress([1, 2, 3], type | 1, 100));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decompress_EveryTruncation_IsInvalidData()
    {
        var compressed = MessageCompression.Compress(Text.AsSpan(0, 300));
        for (var length = 0; length < compressed.Length; length++)
            Assert.Throws<InvalidDataException>(() => MessageCompression.Decompress(compressed.AsSpan(0, length), 1, 1000));
    }

    [Fact]
    public void Decompress_RandomBytes_IsInvalidData()
    {
        var random = new Random(7);
        var bytes = new byte[200];
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            Assert.Throws<InvalidDataException>(() => MessageCompression.Decompress(bytes, 1, 10_000));
        }
    }
}
