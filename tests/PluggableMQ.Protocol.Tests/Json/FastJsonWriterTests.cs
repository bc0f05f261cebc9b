using System.Buffers;
using System.Text;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Tests.Json;

public class FastJsonWriterTests
{
    [Theory]
    [InlineData(FastJsonFormat.Java, "{\"a\":[1,\"x\"],\"m\":{0:1,2:{}},{\"k\":1}:true,\"d\":1.0E10,\"n\":null}")]
    [InlineData(FastJsonFormat.Standard, "{\"a\":[1,\"x\"],\"m\":{\"0\":1,\"2\":{}},\"{\\\"k\\\":1}\":true,\"d\":1.0E10,\"n\":null}")]
    [InlineData(FastJsonFormat.Pretty, "{\n\t\"a\":[1,\"x\"],\n\t\"m\":{0:1,2:{}\n\t},{\"k\":1}:true,\n\t\"d\":1.0E10,\n\t\"n\":null\n}")]
    public void Write_EachFormat_IsFastjsons(FastJsonFormat format, string expected)
        => Assert.Equal(expected, Write(format, writer =>
        {
            writer.WriteStartObject();
            writer.WriteName("a"u8);
            writer.WriteStartArray();
            writer.WriteNumberValue(1);
            writer.WriteStringValue("x");
            writer.WriteEndArray();
            writer.WriteString("absent"u8, null);
            writer.WriteName("m");
            writer.WriteStartObject();
            writer.WriteIntegerName(0);
            writer.WriteNumberValue(1);
            writer.WriteIntegerName(2);
            writer.WriteStartObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteObjectName("{\"k\":1}"u8);
            writer.WriteBooleanValue(true);
            writer.WriteNumber("d"u8, 1e10);
            writer.WriteNumber("n"u8, double.NaN);
            writer.WriteEndObject();
        }));

    [Fact]
    public void Write_EmptyTablePretty_IsJavasConsumerFilterFile()
        => Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "config", "consumerFilter.json")), Write(FastJsonFormat.Pretty, writer =>
        {
            writer.WriteStartObject();
            writer.WriteName("filterDataByTopic"u8);
            writer.WriteStartObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));

    [Theory]
    [InlineData("plain / <é> 😀", "plain / <é> 😀", @"plain \/ <\u00E9> \uD83D\uDE00")]
    [InlineData("\"\\\b\f\n\r\t", @"\""\\\b\f\n\r\t", @"\""\\\b\f\n\r\t")]
    [InlineData("\0\u0001\v\u001F", @"\u0000\u0001\u000B\u001F", @"\u0000\u0001\u000B\u001F")]
    [InlineData("\u007F\u0080\u009F\u00A0", "\\u007F\\u0080\\u009F\u00A0", @"\u007F\u0080\u009F\u00A0")]
    [InlineData("\u2028\u2029", @"\u2028\u2029", @"\u2028\u2029")]
    public void WriteStringValue_SpecialCharacters_AreEscapedAsInFastjson(string text, string java, string standard)
    {
        Assert.Equal($"\"{java}\"", Write(FastJsonFormat.Java, writer => writer.WriteStringValue(text)));
        Assert.Equal($"\"{standard}\"", Write(FastJsonFormat.Standard, writer => writer.WriteStringValue(text)));
    }

    [Fact]
    public void WriteStringValue_EveryCharacter_ReadsBack()
    {
        var text = new string([.. Enumerable.Range(0, 0xD800).Select(c => (char)c)]) + "😀" + new string([.. Enumerable.Range(0xE000, 0x1FFE).Select(c => (char)c)]);
        foreach (var format in Enum.GetValues<FastJsonFormat>())
        {
            using var document = FastJson.Parse(Encoding.UTF8.GetBytes(Write(format, writer => writer.WriteStringValue(text))));
            Assert.Equal(text, document.RootElement.GetString());
        }
    }

    private static string Write(FastJsonFormat format, Action<FastJsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new FastJsonWriter(output, format));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
