using System.Globalization;
using System.Text;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Tests.Json;

public class FastJsonTests
{
    [Theory]
    [InlineData("""{0:"a",-1:"b"}""", """{"0":"a","-1":"b"}""")]
    [InlineData("""{key:1,$k_2:2}""", """{"key":1,"$k_2":2}""")]
    [InlineData("""{{"a":1}:{"b":2}}""", """{"{\u0022a\u0022:1}":{"b":2}}""")]
    [InlineData("""{{1:2}:3}""", """{"{\u00221\u0022:2}":3}""")]
    [InlineData("""{'a':'x"y'}""", """{"a":"x\u0022y"}""")]
    [InlineData("""{,"a":[,1,,2,],}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":1,"b":{"$ref":"$.c[1].d"},"c":[0,{"d":[5]}]}""", """{"a":1,"b":[5],"c":[0,{"d":[5]}]}""")]
    [InlineData("""{"m":{7:{"x":1}},"b":{"$ref":"$.m[7]"}}""", """{"m":{"7":{"x":1}},"b":{"x":1}}""")]
    [InlineData("""[{"a":1},{"$ref":"$[0]"}]""", """[{"a":1},{"a":1}]""")]
    [InlineData("/* c */ {\"a\" // d\n : 1 }\r\n", """{"a":1}""")]
    [InlineData("\uFEFF[true,false,null,undefined]", "[true,false,null,null]")]
    [InlineData("[1,-2,1.5,1e3,9223372036854775808]", "[1,-2,1.5,1000,9.223372036854776E+18]")]
    [InlineData("""["\b\f\n\r\t\v\"\'\\\/\u00e9\x41\0"]""", """["\b\f\n\r\t\u000B\u0022\u0027\\/\u00E9A\u0000"]""")]
    [InlineData("[]", "[]")]
    [InlineData("5", "5")]
    public void ToStandard_JavasForms_AreStandardJson(string java, string standard)
        => Assert.Equal(standard, Encoding.UTF8.GetString(FastJson.ToStandard(Encoding.UTF8.GetBytes(java))));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("[1")]
    [InlineData("[1 2]")]
    [InlineData("[1]]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{[1]:2}")]
    [InlineData("{:1}")]
    [InlineData("[1}")]
    [InlineData("\"abc")]
    [InlineData("\"abc\\")]
    [InlineData("\"\\q\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("nul")]
    [InlineData("--1")]
    [InlineData("1x")]
    [InlineData("1e999")]
    [InlineData("/ 1")]
    [InlineData("/* 1")]
    [InlineData("[1]//x\n2")]
    public void ToStandard_WhatIsNoJson_IsRefused(string text)
        => Assert.StartsWith("Broken JSON", Assert.Throws<InvalidDataException>(() => FastJson.ToStandard(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void ToStandard_BrokenText_NamesTheByte()
        => Assert.Equal("Broken JSON at byte 7 of 9: expected ',' or '}'.", Assert.Throws<InvalidDataException>(() => FastJson.ToStandard("{\"a\":1 2}"u8)).Message);

    [Fact]
    public void Parse_Nesting_IsAllowedToTheLimit()
    {
        using var document = FastJson.Parse("[[[1]]]"u8, maxDepth: 3);
        Assert.Equal(1, document.RootElement[0][0][0].GetInt32());
        Assert.Throws<InvalidDataException>(() => FastJson.Parse("[[[[1]]]]"u8, maxDepth: 3));
    }

    [Fact]
    public void Parse_InvalidUtf8_IsReplaced()
    {
        using var document = FastJson.Parse([(byte)'"', 0xC3, 0x28, (byte)'"']);
        Assert.Equal("\uFFFD(", document.RootElement.GetString());
    }

    [Fact]
    public void ToStandard_ReferenceToAnAncestor_IsRefused()
        => Assert.Contains("nest deeper", Refuse("""{"a":{"b":{"$ref":"$.a"}}}""", maxAllocated: 1024 * 1024).Message, StringComparison.Ordinal);

    [Fact]
    public void ToStandard_ReferencesThatMultiply_AreRefused()
    {
        // Each array refers ten times to the one before: ten to the thirteenth texts if all were followed.
        var text = new StringBuilder("""{"list0":["x","x","x","x","x","x","x","x","x","x"]""");
        for (var i = 1; i <= 12; i++)
        {
            var references = string.Join(',', Enumerable.Repeat($"{{\"$ref\":\"$.list{i - 1}\"}}", 10));
            text.Append(CultureInfo.InvariantCulture, $",\"list{i}\":[{references}]");
        }

        Assert.Contains("more objects", Refuse(text.Append('}').ToString(), maxAllocated: 1024 * 1024).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToStandard_ReferencesToMuchText_AreRefused()
    {
        // A megabyte, met a thousand times.
        var references = string.Concat(Enumerable.Repeat(""",{"$ref":"$[0]"}""", 1000));
        var json = $$"""[["{{new string('x', 1024 * 1024)}}"]{{references}}]""";
        Assert.Contains("more references", Refuse(json, maxAllocated: 512 * 1024 * 1024).Message, StringComparison.Ordinal);
    }

    private static InvalidDataException Refuse(string json, long maxAllocated)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => FastJson.ToStandard(utf8));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxAllocated);
        return error;
    }
}
