using System.Text;

namespace PluggableMQ.Protocol.Tests;

public sealed class JavaHashTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("TagA", 2598919)]
    [InlineData("polygenelubricants", int.MinValue)]
    [InlineData("é", 233)]
    [InlineData("地区", 713226)]
    [InlineData("😀", 1772899)]
    [InlineData("a地😀z", 809476648)]
    public void Of_Text_GivesJavasHash(string text, int expected)
    {
        Assert.Equal(expected, JavaHash.Of(text));
        Assert.Equal(expected, JavaHash.Of(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Of_InvalidUtf8_HashesReplacementCharacters()
        => Assert.Equal(JavaHash.Of("a\uFFFDb"), JavaHash.Of([(byte)'a', 0xFF, (byte)'b']));
}
