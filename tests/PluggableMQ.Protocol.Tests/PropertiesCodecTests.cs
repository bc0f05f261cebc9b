using System.Buffers;
using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class PropertiesCodecTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("A\u0001b", "A=b")]
    [InlineData("A\u0001b\u0002", "A=b")]
    [InlineData("A\u0001b\u0002C\u0001d", "A=b;C=d")]
    [InlineData("\u0002\u0002A\u0001b\u0002\u0002", "A=b")]
    [InlineData("A\u0001", "")]
    [InlineData("A\u0001\u0002B\u0001c", "B=c")]
    [InlineData("\u0001b", "")]
    [InlineData("Ab", "")]
    [InlineData("A\u0001b\u0001c", "A=b\u0001c")]
    [InlineData("A\u0001b\u0002A\u0001c", "A=c")]
    [InlineData("A\u0001b\u0002A\u0001", "A=b")]
    [InlineData("地区\u0001上海", "地区=上海")]
    public void Parse_Text_GivesWhatJavasParserGives(string text, string expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var parsed = PropertiesCodec.Parse(utf8);
        Assert.Equal(expected, string.Join(';', parsed.Select(pair => $"{pair.Key}={pair.Value}")));
        foreach (var (name, value) in parsed) Assert.Equal(value, PropertiesCodec.GetString(utf8, Encoding.UTF8.GetBytes(name)));
        Assert.Null(PropertiesCodec.GetString(utf8, "Z"u8));
        Assert.Null(PropertiesCodec.GetString(utf8, ""u8));
    }

    [Fact]
    public void TryGet_NameThatIsPartOfAnother_IsNotFound()
    {
        var text = "XTAGS\u0001a\u0002TAGSX\u0001b\u0002KEYS\u0001TAGS\u0001c"u8;
        Assert.False(PropertiesCodec.TryGet(text, "TAGS"u8, out _));
    }

    [Fact]
    public void Write_Properties_GivesTheTextThatParsesBack()
    {
        var properties = new Dictionary<string, string> { ["TAGS"] = "TagA", ["größe"] = "😀", ["KEYS"] = "a b" };
        var output = new ArrayBufferWriter<byte>();
        var length = PropertiesCodec.Write(properties, output);
        Assert.Equal(length, output.WrittenCount);
        Assert.Equal("TAGS\u0001TagA\u0002größe\u0001😀\u0002KEYS\u0001a b", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(PropertiesCodec.ToText(properties), Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(properties, PropertiesCodec.Parse(output.WrittenSpan));
    }

    [Theory]
    [InlineData("WAIT\u0001true", "")]
    [InlineData("WAIT\u0001true\u0002A\u0001b", "A\u0001b")]
    [InlineData("A\u0001b\u0002WAIT\u0001true", "A\u0001b")]
    [InlineData("A\u0001b\u0002WAIT\u0001true\u0002C\u0001d\u0002WAIT\u0001false\u0002", "A\u0001b\u0002C\u0001d")]
    [InlineData("WAITX\u0001true\u0002XWAIT\u0001a", "WAITX\u0001true\u0002XWAIT\u0001a")]
    [InlineData("WAIT\u0001", "")]
    [InlineData("", "")]
    public void CopyWithout_Name_LeavesTheOthers(string text, string expected)
    {
        var source = Encoding.UTF8.GetBytes(text);
        var target = new byte[source.Length];
        Assert.Equal(expected, Encoding.UTF8.GetString(target, 0, PropertiesCodec.CopyWithout(source, "WAIT"u8, target)));
        Assert.Equal(expected, Encoding.UTF8.GetString(source, 0, PropertiesCodec.CopyWithout(source, "WAIT"u8, source)));
    }

    [Theory]
    [InlineData("", "CLUSTER\u0001C")]
    [InlineData("A\u0001b", "A\u0001b\u0002CLUSTER\u0001C")]
    [InlineData("A\u0001b\u0002", "A\u0001b\u0002CLUSTER\u0001C")]
    public void Append_Property_AddsASeparatorWhereOneIsMissing(string text, string expected)
    {
        var target = new byte[64];
        var length = Encoding.UTF8.GetBytes(text, target);
        length = PropertiesCodec.Append(target, length, "CLUSTER"u8, "C"u8);
        Assert.Equal(expected, Encoding.UTF8.GetString(target, 0, length));
    }
}
