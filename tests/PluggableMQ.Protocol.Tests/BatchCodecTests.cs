using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class BatchCodecTests
{
    private const string Golden = "00000021" + "0000000000000000" + "00000000" + "00000002" + "6869" + "0009" + "574149540174727565";

    [Fact]
    public void Write_GoldenMessage_GivesJavasBytes()
    {
        var message = new Message { Body = "hi"u8.ToArray(), WaitStoreMsgOk = true };
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(33, BatchCodec.Write([message], output));
        Assert.Equal(Golden, Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void TryReadNext_SeveralMessages_GivesEach()
    {
        var output = new ArrayBufferWriter<byte>();
        var messages = Enumerable.Range(0, 5)
            .Select(index => new Message("T", Encoding.UTF8.GetBytes("body " + index), keys: "k" + index) { Flag = index });
        BatchCodec.Write(messages, output);
        var bytes = output.WrittenSpan;
        var reader = new BatchReader(bytes);
        for (var index = 0; index < 5; index++)
        {
            Assert.True(reader.TryReadNext(out var entry));
            Assert.Equal(index, entry.Flag);
            Assert.Equal("body " + index, Encoding.UTF8.GetString(entry.Body));
            Assert.Equal("KEYS\u0001k" + index, Encoding.UTF8.GetString(entry.Properties));
            Assert.True(bytes.Slice(entry.BodyStart, entry.BodyLength).SequenceEqual(entry.Body));
            Assert.True(bytes.Slice(entry.PropertiesStart, entry.PropertiesLength).SequenceEqual(entry.Properties));
        }

        Assert.False(reader.TryReadNext(out _));
        Assert.False(reader.IsMalformed);
        Assert.Equal(bytes.Length, reader.Position);
        Assert.Equal(5, BatchCodec.Count(bytes));
    }

    [Theory]
    [InlineData(29)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void TryReadNext_WrongTotalSizeMagicOrCrc_IsNotLookedAt(int totalSize)
    {
        byte[] batch = [.. Convert.FromHexString(Golden), .. Convert.FromHexString(Golden)];
        BinaryPrimitives.WriteInt32BigEndian(batch, totalSize);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(4), -1);
        Assert.Equal(2, BatchCodec.Count(batch));
    }

    [Fact]
    public void Count_Empty_IsZero() => Assert.Equal(0, BatchCodec.Count([]));

    [Fact]
    public void Count_EveryTruncation_IsMalformed()
    {
        byte[] batch = [.. Convert.FromHexString(Golden), .. Convert.FromHexString(Golden)];
        for (var length = 1; length < batch.Length; length++)
            Assert.Equal(length == batch.Length / 2 ? 1 : -1, BatchCodec.Count(batch.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(16, -1)]
    [InlineData(16, 14)]
    [InlineData(16, int.MaxValue)]
    [InlineData(22, unchecked((int)0xFFFF5741))]
    [InlineData(22, 0x7FFF5741)]
    public void TryReadNext_WrongInnerLength_IsMalformed(int position, int value)
    {
        var batch = Convert.FromHexString(Golden);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(position), value);
        var reader = new BatchReader(batch);
        Assert.False(reader.TryReadNext(out _));
        Assert.True(reader.IsMalformed);
        Assert.False(reader.TryReadNext(out _));
    }

    [Fact]
    public void Write_PropertiesTooLong_Throws()
    {
        var message = new Message("T", default);
        message.PutUserProperty("long", new string('x', 32768));
        Assert.Throws<ArgumentException>(() => BatchCodec.Write([message], new ArrayBufferWriter<byte>()));
    }
}
