using System.Text;

namespace PluggableMQ.Protocol.Tests;

/// <summary>What a JSON header may look like (wire format 1.2), and what it may not.</summary>
public sealed class JsonHeaderTests
{
    [Fact]
    public void Read_UnknownMembers_AreIgnored()
    {
        var command = Frames.ReadJson("""{"code":10,"new":{"a":[1,{"b":"}]"}],0:"x"},"other":null,"list":[],"more":"te\"xt","opaque":7,"flag":0}""");
        Assert.Equal((10, 7), (command.Code, command.Opaque));
    }

    [Theory]
    [InlineData("\"KOTLIN\"", LanguageCode.Other)]
    [InlineData("\"\"", LanguageCode.Other)]
    [InlineData("null", LanguageCode.Other)]
    [InlineData("99", LanguageCode.Other)]
    [InlineData("-1", LanguageCode.Other)]
    [InlineData("2.5", LanguageCode.Other)]
    [InlineData("{}", LanguageCode.Other)]
    [InlineData("9", LanguageCode.Go)]
    [InlineData("\"ERLANG\"", LanguageCode.Erlang)]
    public void Read_AnyLanguage_KeepsTheRequestUsable(string language, LanguageCode expected)
    {
        var command = Frames.ReadJson($$"""{"code":10,"language":{{language}},"opaque":7}""");
        Assert.Equal((10, expected, 7), (command.Code, command.Language, command.Opaque));
    }

    [Fact]
    public void Read_FieldsThatAreNumbersOrBooleans_BecomeTheirText()
    {
        var fields = Frames.ReadJson("""{"code":310,"extFields":{"d":4,"e":-1,"g":1795220219058,"k":false,"m":true,"x":1.50,"i":"p"}}""").Fields;
        Assert.Equal("4", fields.GetString("d"u8));
        Assert.Equal("-1", fields.GetString("e"u8));
        Assert.Equal("1795220219058", fields.GetString("g"u8));
        Assert.Equal("false", fields.GetString("k"u8));
        Assert.Equal("true", fields.GetString("m"u8));
        Assert.Equal("1.50", fields.GetString("x"u8));
        Assert.Equal(7, fields.Count);
    }

    [Fact]
    public void Read_AnyOrderOfMembers_GivesTheSame()
    {
        var command = Frames.ReadJson("""{"version":317,"opaque":3,"extFields":{"b":"T"},"language":"GO","remark":"r","flag":1,"code":17}""");
        Assert.Equal((17, 1, 3, 317, LanguageCode.Go, "r"), (command.Code, command.Flag, command.Opaque, command.Version, command.Language, command.Remark));
        Assert.Equal("T", command.Fields.GetString("b"u8));
    }

    [Theory]
    [InlineData("""{"code":35,"opaque":1}""", false)]
    [InlineData("""{"code":35,"extFields":null,"opaque":1}""", false)]
    [InlineData("""{"code":35,"extFields":{},"opaque":1}""", true)]
    public void Read_NoFields_TellsAbsentFromEmpty(string header, bool present)
    {
        var command = Frames.ReadJson(header);
        Assert.Equal(0, command.Fields.Count);
        Assert.Equal(present, command.Fields.IsPresent);
        Assert.Equal(present, Encoding.UTF8.GetString(Frames.Write(command)).Contains("\"extFields\":{}", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NullField_IsAbsent()
    {
        var fields = Frames.ReadJson("""{"code":10,"extFields":{"a":null,"b":"T","c":{"x":1},"d":[1]}}""").Fields;
        Assert.Equal("T", fields.GetString("b"u8));
        Assert.Equal(1, fields.Count);
    }

    [Fact]
    public void Read_MissingMembers_HaveZeros()
    {
        var command = Frames.ReadJson("{}");
        Assert.Equal((0, 0, 0), (command.Code, command.Flag, command.Opaque));
        Assert.Null(command.Remark);
    }

    [Fact]
    public void Read_NumbersAsTextOrNull_AreAccepted()
    {
        var command = Frames.ReadJson("""{"code":"10","flag":null,"opaque":"-5"}""");
        Assert.Equal((10, 0, -5), (command.Code, command.Flag, command.Opaque));
    }

    [Fact]
    public void Read_WhiteSpaceEverywhere_IsAccepted()
    {
        var command = Frames.ReadJson(" {\r\n\t\"code\" : 10 , \"extFields\" : { \"b\" : \"T\" , \"e\" : 1 } , \"opaque\" : 2 } \n");
        Assert.Equal((10, 2, 2), (command.Code, command.Fields.Count, command.Opaque));
    }

    [Fact]
    public void Read_Escapes_AreUndone()
    {
        var fields = Frames.ReadJson("""{"code":10,"remark":"a\tb\u00e9","extFields":{"i":"K\u0001v\u0002\"\\\/\b\f\n\r\t\u5730\uD83D\uDE00é","\u0062":"T"}}""");
        Assert.Equal("a\tb\u00e9", fields.Remark);
        Assert.Equal("K\u0001v\u0002\"\\/\b\f\n\r\t地😀é", fields.Fields.GetString("i"u8));
        Assert.Equal("T", fields.Fields.GetString("b"u8));
    }

    [Theory]
    [InlineData("""\uD83D""", "?")]
    [InlineData("""\uDE00x""", "?x")]
    [InlineData("""\uD83D\u0041""", "?A")]
    public void Read_LoneSurrogate_ReadsAsJavaWritesIt(string text, string expected)
        => Assert.Equal(expected, Frames.ReadJson("{\"code\":10,\"extFields\":{\"i\":\"" + text + "\"}}").Fields.GetString("i"u8));

    [Fact]
    public void Read_RepeatedField_TheLastOneCounts()
        => Assert.Equal("2", Frames.ReadJson("""{"code":10,"extFields":{"e":"1","e":"2"}}""").Fields.GetString("e"u8));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"code\"")]
    [InlineData("{\"code\":}")]
    [InlineData("{\"code\":10")]
    [InlineData("{\"code\":10,}")]
    [InlineData("{\"code\":10 \"flag\":0}")]
    [InlineData("{\"code\":10}x")]
    [InlineData("{\"code\":10}{}")]
    [InlineData("{\"code\":1e99}")]
    [InlineData("{\"code\":99999999999}")]
    [InlineData("{\"code\":1.5}")]
    [InlineData("{\"code\":true}")]
    [InlineData("{\"code\":\"ten\"}")]
    [InlineData("{\"code\":nul}")]
    [InlineData("{code:10}")]
    [InlineData("{\"extFields\":{\"a\":\"b}")]
    [InlineData("{\"extFields\":{\"a\":\"\\")]
    [InlineData("{\"extFields\":{\"a\":\"\\x41\"}}")]
    [InlineData("{\"extFields\":{\"a\":\"\\u00g0\"}}")]
    [InlineData("{\"extFields\":{\"a\":\"\\u00\"}}")]
    [InlineData("{\"extFields\":{\"a\":tru}}")]
    [InlineData("{\"extFields\":{\"a\":1-2}}")]
    [InlineData("{\"extFields\":{\"a\" \"b\"}}")]
    [InlineData("{\"extFields\":{\"a\":\"b\",}}")]
    [InlineData("{\"x\":[}")]
    [InlineData("{\"x\":]}")]
    public void Read_BrokenJson_IsMalformedWithAReason(string header)
    {
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.MakeJson(header), out _, out var error));
        Assert.NotEmpty(error!);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Read_DeepJson_IsMalformed(char open, char close)
    {
        var header = "{\"x\":" + new string(open, 1_000_000) + new string(close, 1_000_000) + "}";
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.MakeJson(header), out _, out _));
    }

    [Fact]
    public void Read_MoreFieldsThanAllowed_IsMalformed()
    {
        var members = Enumerable.Range(0, HeaderFields.MaxReceivedCount).Select(index => $"\"{index}\":1").ToList();
        Assert.Equal(HeaderFields.MaxReceivedCount, Frames.ReadJson("{\"extFields\":{" + string.Join(',', members) + "}}").Fields.Count);
        members.Add("\"x\":1");
        Assert.Equal(FrameReadResult.Malformed, Frames.TryRead(Frames.MakeJson("{\"extFields\":{" + string.Join(',', members) + "}}"), out _, out _));
    }

    [Fact]
    public void Write_Remark_IsEscapedAsFastjsonDoes()
    {
        var command = new RemotingCommand { Remark = "a\"b\\c\nd\u0001\u007f\u0085\u2028€é😀" + new string('x', 300) + "😀" };
        var text = Encoding.UTF8.GetString(Frames.Write(command).AsSpan(8));
        Assert.Contains("\"remark\":\"a\\\"b\\\\c\\nd\\u0001\\u007F\\u0085\\u2028€é😀xxx", text, StringComparison.Ordinal);
        Assert.Equal(command.Remark, Frames.Read(Frames.Write(command)).Remark);
    }

    [Fact]
    public void Write_SurrogatePairAcrossChunks_StaysWhole()
    {
        for (var length = 120; length < 135; length++)
        {
            var command = new RemotingCommand { Remark = new string('x', length) + "😀y" };
            Assert.Equal(command.Remark, Frames.Read(Frames.Write(command)).Remark);
        }
    }
}
