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
