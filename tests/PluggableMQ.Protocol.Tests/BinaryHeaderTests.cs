namespace PluggableMQ.Protocol.Tests;

public sealed class BinaryHeaderTests
{
    [Fact]
    public void Write_CodeBeyond16Bits_SaysToUseJson()
    {
        var command = new RemotingCommand { Code = RequestCode.BatchAckMessage, SerializeType = SerializeType.RocketMq };
        Assert.Contains("JSON", Assert.Throws<ArgumentException>(() => Frames.Write(command)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NegativeCodeAndVersion_AreKept()
    {
        var command = new RemotingCommand { Code = -1002, Version = -1, Opaque = int.MinValue, Flag = -1, SerializeType = SerializeType.RocketMq };
        var read = Frames.Read(Frames.Write(command));
        Assert.Equal((-1002, -1, int.MinValue, -1), (read.Code, read.Version, read.Opaque, read.Flag));
    }

    [Fact]
    public void Read_EmptyValue_IsAbsent()
    {
        var command = new RemotingCommand { SerializeType = SerializeType.RocketMq };
        command.Fields.Add("subscription"u8, "");
        command.Fields.Add("topic"u8, "T");
        var fields = Frames.Read(Frames.Write(command)).Fields;
        Assert.False(fields.TryGet("subscription"u8, out _));
        Assert.Equal("T", fields.GetString("topic"u8));
    }

    [Fact]
    public void Read_UnknownLanguage_IsOther()
    {
        var frame = Frames.Write(new RemotingCommand { SerializeType = SerializeType.RocketMq });
        frame[10] = 200;
        Assert.Equal(LanguageCode.Other, Frames.Read(frame).Language);
    }

    [Theory]
    [InlineData("")]
    [InlineData("000F0001990000000900000002000000000000")]
    [InlineData("000F00019900000009000000020000000100000000")]
    [InlineData("000F00019900000009000000027FFFFFFF00000000")]
    [InlineData("000F0001990000000900000002FFFFFFFF00000000")]
    [InlineData("000F000199000000090000000200000000FFFFFFFF")]
    [InlineData("000F000199000000090000000200000000000000017F")]
    [InlineData("000F0001990000000900000002000000000000000100")]
    [InlineData("000F000199000000090000000200000000000000020001")]
    [InlineData("000F00019900000009000000020000000000000007FFFF4100000000")]
    [InlineData("000F00019900000009000000020000000000000008000141" + "0000000261")]
    [InlineData("000F00019900000009000000020000000000000008000141" + "FFFFFFFF61")]
    [InlineData("000F00019900000009000000020000000000000008000141" + "7FFFFFFF61")]
    public void Read_WrongLengths_IsMalformedWithAReason(string header)
    {
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.Make(SerializeType.RocketMq, Convert.FromHexString(header)), out _, out var error));
        Assert.NotEmpty(error!);
    }

    [Fact]
    public void Read_MoreFieldsThanAllowed_IsMalformed()
    {
        var command = new RemotingCommand { SerializeType = SerializeType.RocketMq };
        for (var i = 0; i < HeaderFields.MaxReceivedCount; i++) command.Fields.Add("n"u8, i);
        Assert.Equal(HeaderFields.MaxReceivedCount, Frames.Read(Frames.Write(command)).Fields.Count);
        command.Fields.Add("n"u8, 0);
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.Write(command), out _, out _));
    }
}
