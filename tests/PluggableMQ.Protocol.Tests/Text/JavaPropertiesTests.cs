using System.IO.Compression;
using System.Text;
using System.Text.Json;

using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Protocol.Tests.Text;

public class JavaPropertiesTests
{
    [Theory]
    [InlineData("k=v", "k", "v")]
    [InlineData("k:v", "k", "v")]
    [InlineData("k v", "k", "v")]
    [InlineData("  k \t = \f v  ", "k", "v  ")]
    [InlineData("k==v", "k", "=v")]
    [InlineData("k = = v", "k", "= v")]
    [InlineData("k", "k", "")]
    [InlineData("k=", "k", "")]
    [InlineData("=v", "", "v")]
    [InlineData("messageDelayLevel=1s 5s 10s", "messageDelayLevel", "1s 5s 10s")]
    [InlineData("k=a#b!c", "k", "a#b!c")]
    [InlineData("k=a\\\n   b", "k", "ab")]
    [InlineData("k=a\\\r\n\tb\\\r c", "k", "abc")]
    [InlineData("k=a\\\n# not a comment", "k", "a# not a comment")]
    [InlineData("k\\\n = v", "k", "v")]
    [InlineData("k = \\\n  v", "k", "v")]
    [InlineData("a\\ b\\=c\\:d=v", "a b=c:d", "v")]
    [InlineData("k=\\t\\n\\r\\f\\\\\\q\\u00e9", "k", "\t\n\r\f\\q\u00e9")]
    [InlineData("k=\\\\\nx", "k", "\\")]
    [InlineData("k=v\\", "k", "v")]
    [InlineData("k=über", "k", "über")]
    public void Parse_Line_FollowsJavasRules(string text, string key, string value)
        => Assert.Equal(KeyValuePair.Create(key, value), JavaProperties.Parse(text)[0]);

    [Fact]
    public void Parse_CommentsAndBlankLines_AreLeftOut()
        => Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2"), KeyValuePair.Create("a", "3")], JavaProperties.Parse("# c\\\n! d\n\n  \t\r\na=1\r\n   # e\nb=2\ra=3\n"));

    [Fact]
    public void Parse_Nothing_IsEmpty() => Assert.Empty(JavaProperties.Parse("\n# x"));

    [Theory]
    [InlineData("a=1\nk=\\u12")]
    [InlineData("a=1\nk=\\u12g4")]
    [InlineData("a=1\nC:\\users=1")]
    public void Parse_BrokenEscape_NamesTheLine(string text)
        => Assert.StartsWith("Line 2:", Assert.Throws<InvalidDataException>(() => JavaProperties.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_CapturedBrokerConfiguration_GivesTheSameBytes()
    {
        var seen = 0;
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors"), "*.jsonl.gz"))
        {
            var text = ReadBrokerConfiguration(path);
            var properties = JavaProperties.Parse(text);
            Assert.Contains(KeyValuePair.Create("messageDelayLevel", "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h"), properties);
            Assert.Equal(text, JavaProperties.Write(properties));
            seen++;
        }

        Assert.Equal(2, seen);
    }

    [Fact]
    public void Write_AnyText_ReadsBackAndIsAscii()
    {
        var random = new Random(4711);
        const string Alphabet = " =:#!\\\t\n\r\f\0u0aé中\u007F";
        var properties = Enumerable.Range(0, 2000).Select(_ => KeyValuePair.Create(Text(), Text())).ToList();
        var text = JavaProperties.Write(properties);
        Assert.True(Ascii.IsValid(text));
        Assert.Equal(properties, JavaProperties.Parse(text));

        string Text() => new([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
    }

    private static string ReadBrokerConfiguration(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var frame = JsonDocument.Parse(line);
            var root = frame.RootElement;
            if (!root.TryGetProperty("answers", out var answers) || answers.ValueKind != JsonValueKind.Number || answers.GetInt32() != RequestCode.GetBrokerConfig) continue;
            var bytes = root.GetProperty("frame").GetBytesFromBase64();
            return Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - root.GetProperty("bodyBytes").GetInt32()));
        }

        throw new InvalidOperationException($"{path} holds no broker configuration.");
    }
}
