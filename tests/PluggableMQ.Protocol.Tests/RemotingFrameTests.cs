using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class RemotingFrameTests
{
    private const string JsonRequest = """{"code":105,"extFields":{"topic":"T"},"flag":0,"language":"JAVA","opaque":8,"serializeTypeCurrentRPC":"JSON","version":409}""";
    private const string JsonResponse = """{"code":0,"flag":1,"language":"JAVA","opaque":8,"serializeTypeCurrentRPC":"JSON","version":409}""";
    private const string JsonOneWay = """{"code":15,"flag":2,"language":"JAVA","opaque":9,"serializeTypeCurrentRPC":"JSON","version":409}""";
    private const string BinaryOneWay = "0000001901000015000F000199000000090000000200000000" + "00000000";
    private const string BinaryRequest = "000000260100002200690001990000000800000000" + "0000000172" + "0000000C0005746F7069630000000154";

    [Theory]
    [InlineData("000000810000007B", JsonRequest, "hi")]
    [InlineData("000000630000005F", JsonResponse, "")]
    [InlineData("0000006400000060", JsonOneWay, "")]
    public void Write_GoldenJsonFrame_GivesJavasBytes(string prefix, string header, string body)
    {
        var golden = Convert.FromHexString(prefix).Concat(Encoding.UTF8.GetBytes(header + body)).ToArray();
        var command = Frames.Read(golden);
        Assert.Equal(body, Encoding.UTF8.GetString(command.Body));
        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(Frames.Write(command)));
    }

    [Theory]
    [InlineData(BinaryOneWay)]
    [InlineData(BinaryRequest)]
    public void Write_GoldenBinaryFrame_GivesJavasBytes(string golden)
        => Assert.Equal(golden, Convert.ToHexString(Frames.Write(Frames.Read(Convert.FromHexString(golden)))));

    [Fact]
    public void Write_RequestMadeHere_GivesGoldenBytesButForTheLanguage()
    {
        var command = RemotingCommand.CreateRequest(RequestCode.GetRouteInfoByTopic, "hi"u8.ToArray());
        command.Opaque = 8;
        command.Fields.Add("topic"u8, "T");
        Assert.Equal(JsonRequest.Replace("JAVA", "DOTNET", StringComparison.Ordinal) + "hi", Encoding.UTF8.GetString(Frames.Write(command).AsSpan(8)));
    }

    [Fact]
    public void TryRead_GoldenBinaryRequest_GivesEveryField()
    {
        var command = Frames.Read(Convert.FromHexString(BinaryRequest));
        Assert.Equal((105, 8, 409, "r"), (command.Code, command.Opaque, command.Version, command.Remark));
        Assert.Equal("T", command.Fields.GetString("topic"u8));
        Assert.False(command.IsOneWay || command.IsResponse);
        Assert.True(command.Body.IsEmpty);
    }

    [Fact]
    public void TryRead_EveryPrefixOfAFrame_IsIncomplete()
    {
        foreach (var frame in new[] { Frames.MakeJson(JsonRequest, "hi"), Convert.FromHexString(BinaryRequest) })
        {
            for (var length = 0; length < frame.Length; length++)
            {
                Assert.Equal(FrameReadResult.Incomplete, Frames.TryRead(frame[..length], out _, out var error));
                Assert.Null(error);
            }
        }
    }

    [Fact]
    public void TryRead_ThreeFramesInARow_ReadsThemOneByOne()
    {
        var first = Frames.MakeJson(JsonRequest, "hi");
        var buffer = new ReadOnlySequence<byte>([.. first, .. Convert.FromHexString(BinaryOneWay), .. first]);
        var command = new RemotingCommand();
        var codes = new List<int>();
        while (RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _) == FrameReadResult.Frame) codes.Add(command.Code);
        Assert.Equal([105, 15, 105], codes);
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1021)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void TryRead_LengthOutOfBounds_IsMalformedAsSoonAsFourBytesAreThere(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(bytes, out _, out var error, maxLength: 1024));
        Assert.Contains("frame length", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_LargestLength_IsAccepted()
    {
        var frame = Frames.Make(SerializeType.RocketMq, Convert.FromHexString(BinaryOneWay).AsSpan(8), new byte[1024 - 29]);
        Assert.Equal(1024, frame.Length);
        Assert.Equal(FrameReadResult.Frame, Frames.TryRead(frame, out var command, out _, maxLength: 1024));
        Assert.Equal(995, command.BodyLength);
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(frame, out _, out _, maxLength: 1023));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0x16)]
    [InlineData(255)]
    public void TryRead_UnknownSerializeType_IsMalformed(int type)
    {
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.Make((SerializeType)type, "{}"u8), out _, out var error));
        Assert.Contains("serialize type", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_HeaderLongerThanFrame_IsMalformedBeforeTheRestArrives()
    {
        byte[] prefix = [0, 0, 0, 20, 0, 0, 0, 17];
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(prefix, out _, out var error));
        Assert.Contains("header length 17", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ReusedCommand_KeepsNothingOfTheFrameBefore()
    {
        var buffer = new ReadOnlySequence<byte>([.. Convert.FromHexString(BinaryRequest), .. Convert.FromHexString(BinaryOneWay)]);
        var command = new RemotingCommand();
        Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, 1024, out _));
        Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, 1024, out _));
        Assert.Null(command.Remark);
        Assert.False(command.Fields.IsPresent);
        Assert.True(command.IsOneWay);
    }

    [Fact]
    public void Write_BodyOfSegments_WritesThemAll()
    {
        var command = RemotingCommand.CreateRequest(10);
        command.Body = Sequences.Chop("a body in many segments"u8.ToArray(), 3);
        Assert.Equal("a body in many segments", Encoding.UTF8.GetString(Frames.Read(Frames.Write(command)).Body));
    }

    [Fact]
    public void Write_BodySource_TakesItInsteadOfTheBodyAndLeavesTheReleaseToTheCaller()
    {
        var source = new FakeBody("from the store"u8.ToArray());
        var command = RemotingCommand.CreateRequest(10, "not this"u8.ToArray());
        command.BodySource = source;
        Assert.Equal("from the store", Encoding.UTF8.GetString(Frames.Read(Frames.Write(command)).Body));
        Assert.Equal(0, source.Released);
        command.Reset();
        Assert.Equal(1, source.Released);
    }

    [Fact]
    public void Write_HeaderBeyond24Bits_ThrowsAndWritesNothing()
    {
        var command = RemotingCommand.CreateRequest(10);
        command.Fields.Add("x"u8, new string('x', 1 << 24));
        var output = new ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentException>(() => RemotingFrame.Write(command, output));
        Assert.Equal(0, output.WrittenCount);
    }

    private sealed class FakeBody(byte[] bytes) : IFrameBody
    {
        public int Released { get; private set; }

        public int Length => bytes.Length;

        public void WriteTo(IBufferWriter<byte> output) => output.Write(bytes);

        public void Release() => Released++;
    }
}
