using System.Buffers;
using System.Net;
using System.Text;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Protocol.Tests;

public sealed class MessageCodecTests
{
    private const string Golden =
        "00000067DAA320A758932AAC" + "0000000300000000" + "00000000000000050000000000000400" + "000000000000018BCFE56800"
        + "7F00000100001388" + "0000018BCFE56801" + "7F00000100002A9F" + "000000000000000000000000" + "000000026869" + "0154" + "0009544147530154616741";

    [Fact]
    public void Write_GoldenMessage_GivesJavasBytes()
    {
        var message = CreateGolden();
        var target = new byte[MessageCodec.GetEncodedLength(message) + 5];
        var length = MessageCodec.Write(message, 5, 0x400, 0x18BCFE56801, target);
        Assert.Equal(Golden, Convert.ToHexString(target.AsSpan(0, length)));
        Assert.Equal(MessageCodec.GetEncodedLength(message), length);
    }

    [Fact]
    public void Decode_GoldenRecord_GivesEveryField()
    {
        var message = MessageCodec.Decode(Convert.FromHexString(Golden), decompress: true);
        Assert.Equal("T", message.Topic);
        Assert.Equal("hi", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal("TagA", message.Tags);
        Assert.Equal(0x58932AAC, message.BodyCrc);
        Assert.Equal(3, message.QueueId);
        Assert.Equal(5, message.QueueOffset);
        Assert.Equal(1024, message.PhysicalOffset);
        Assert.Equal(0x18BCFE56800, message.BornTimestamp);
        Assert.Equal(0x18BCFE56801, message.StoreTimestamp);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5000), message.BornHost);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 10911), message.StoreHost);
        Assert.Equal(103, message.StoreSize);
        Assert.Equal("7F00000100002A9F0000000000000400", message.OffsetMessageId);
        Assert.Equal(message.OffsetMessageId, message.MessageId);
        Assert.Single(message.Properties);
    }

    [Theory]
    [InlineData("10.1.2.3:5000", "[2001:db8::1]:10911", 0x20)]
    [InlineData("[2001:db8::2]:5000", "10.1.2.3:10911", 0x10)]
    [InlineData("[2001:db8::2]:5000", "[2001:db8::1]:10911", 0x30)]
    public void Write_Ipv6Hosts_SetsTheirBitsAndReadsBack(string bornHost, string storeHost, int bits)
    {
        var record = CreateGolden();
        record.BornHost = IPEndPoint.Parse(bornHost);
        record.StoreHost = IPEndPoint.Parse(storeHost);
        var message = MessageCodec.Decode(Write(record), decompress: false);
        Assert.Equal(bits, message.SysFlag);
        Assert.Equal(record.BornHost, message.BornHost);
        Assert.Equal(record.StoreHost, message.StoreHost);
        Assert.Equal(103 + (bits == 0x30 ? 24 : 12), message.StoreSize);
        Assert.Equal("TagA", message.Tags);
    }

    [Fact]
    public void Write_MappedIpv4HostsAndStrayHostBits_GivesTheGoldenBytes()
    {
        var record = CreateGolden();
        record.BornHost = new IPEndPoint(record.BornHost.Address.MapToIPv6(), record.BornHost.Port);
        record.StoreHost = new IPEndPoint(record.StoreHost.Address.MapToIPv6(), record.StoreHost.Port);
        record.SysFlag = MessageSysFlag.BornHostV6 | MessageSysFlag.StoreHostV6;
        var target = new byte[MessageCodec.GetEncodedLength(record)];
        MessageCodec.Write(record, 5, 0x400, 0x18BCFE56801, target);
        Assert.Equal(Golden, Convert.ToHexString(target));
    }

    [Fact]
    public void Write_SegmentedBodyUnicodeTopicAndEveryField_ReadsBack()
    {
        var body = Enumerable.Range(0, 1000).Select(index => (byte)index).ToArray();
        var record = CreateGolden();
        record.Topic = "Тема";
        record.Flag = -7;
        record.SysFlag = MessageSysFlag.TransactionCommit;
        record.ReconsumeTimes = 3;
        record.PreparedTransactionOffset = 1L << 50;
        record.Body = Sequences.Chop(body, 333);
        record.Properties = default;
        var message = MessageCodec.Decode(Write(record), decompress: true);
        Assert.Equal(("Тема", -7, 8, 3, 1L << 50), (message.Topic, message.Flag, message.SysFlag, message.ReconsumeTimes, message.PreparedTransactionOffset));
        Assert.Equal(body, message.Body.ToArray());
        Assert.Empty(message.Properties);
    }

    [Fact]
    public void Write_EmptyBody_HasCrcZero()
    {
        var record = CreateGolden();
        record.Body = default;
        var message = MessageCodec.Decode(Write(record), decompress: true);
        Assert.Equal(0, message.BodyCrc);
        Assert.True(message.Body.IsEmpty);
    }

    [Fact]
    public void Write_LongestTopicAndProperties_AreAllowedAndOneMoreIsNot()
    {
        var record = CreateGolden();
        record.Topic = new string('t', 127);
        record.Properties = new byte[32767];
        Assert.Equal(127 + 32767 + 91 + 2, Write(record).Length);
        record.Topic = new string('t', 128);
        Assert.Throws<ArgumentException>(() => MessageCodec.GetEncodedLength(record));
        Assert.Throws<ArgumentException>(() => MessageCodec.Write(record, 0, 0, 0, new byte[40000]));
        record.Topic = new string('é', 64);
        Assert.Throws<ArgumentException>(() => MessageCodec.GetEncodedLength(record));
        record.Topic = "t";
        record.Properties = new byte[32768];
        Assert.Throws<ArgumentException>(() => MessageCodec.GetEncodedLength(record));
        Assert.Throws<ArgumentException>(() => MessageCodec.Write(record, 0, 0, 0, new byte[40000]));
    }

    [Fact]
    public void WriteBlank_RestOfAFile_IsNoRecord()
    {
        var rest = new byte[200];
        MessageCodec.WriteBlank(rest);
        Assert.Equal("000000C8CBD43194", Convert.ToHexString(rest.AsSpan(0, 8)));
        Assert.False(MessageCodec.TryReadHeader(rest, out _));
    }

    [Fact]
    public void Decode_RecordOf5x_ReadsItsTwoByteTopicLength()
    {
        var golden = Convert.FromHexString(Golden);
        byte[] record = [.. golden.AsSpan(0, 90), 0, .. golden.AsSpan(90)];
        record[3]++;
        record[7] = 0xAB;
        var message = MessageCodec.Decode(record, decompress: true);
        Assert.Equal(("T", "TagA", 104), (message.Topic, message.Tags, message.StoreSize));
    }

    [Fact]
    public void DecodeAll_SegmentsOfSeveralRecords_GivesEach()
    {
        var golden = Convert.FromHexString(Golden);
        var messages = MessageCodec.DecodeAll(Sequences.Chop(golden.Concat(golden).Concat(golden).ToArray(), 50), decompress: true, 1000);
        Assert.Equal(3, messages.Count);
        Assert.All(messages, message => Assert.Equal("hi", Encoding.UTF8.GetString(message.Body.Span)));
        Assert.Same(messages[0].Topic, messages[2].Topic);
        Assert.Empty(MessageCodec.DecodeAll(default, decompress: true, 1000));
    }

    [Fact]
    public void DecodeAll_BrokenRecordInTheMiddle_SaysWhere()
    {
        var golden = Convert.FromHexString(Golden);
        var body = new ReadOnlySequence<byte>([.. golden, .. golden.AsSpan(0, 60)]);
        var exception = Assert.Throws<InvalidDataException>(() => MessageCodec.DecodeAll(body, decompress: true, 1000));
        Assert.Contains("byte 103 of 163", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(MessageRecord record)
    {
        var target = new byte[MessageCodec.GetEncodedLength(record)];
        Assert.Equal(target.Length, MessageCodec.Write(record, 5, 0x400, 0x18BCFE56801, target));
        return target;
    }

    internal static MessageRecord CreateGolden() => new()
    {
        Topic = "T",
        QueueId = 3,
        BornTimestamp = 0x18BCFE56800,
        BornHost = new IPEndPoint(IPAddress.Loopback, 5000),
        StoreHost = new IPEndPoint(IPAddress.Loopback, 10911),
        Body = new ReadOnlySequence<byte>("hi"u8.ToArray()),
        Properties = "TAGS\u0001TagA"u8.ToArray(),
    };
}
