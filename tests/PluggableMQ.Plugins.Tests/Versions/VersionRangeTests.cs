using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Tests.Versions;

public class VersionRangeTests
{
    [Theory]
    [InlineData("[1.0,2.0)", "1.0", true)]
    [InlineData("[1.0,2.0)", "1.0.0.0", true)]
    [InlineData("[1.0,2.0)", "1.9.9", true)]
    [InlineData("[1.0,2.0)", "2.0", false)]
    [InlineData("[1.0,2.0)", "0.9", false)]
    [InlineData("(1.0,2.0]", "1.0", false)]
    [InlineData("(1.0,2.0]", "2.0", true)]
    [InlineData("[1.2,)", "7.0", true)]
    [InlineData("(,1.5]", "1.5", true)]
    [InlineData("[1.1]", "1.1", true)]
    [InlineData("[1.1]", "1.1.1", false)]
    [InlineData("[1,2)", "1.5", true)]
    public void Contains_Version_TellsWhetherItLiesInside(string text, string version, bool expected)
    {
        Assert.True(VersionRange.TryParse(text, out var range));
        Assert.Equal(expected, range.Contains(Version.Parse(version)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.0")]
    [InlineData("[1.0,2.0")]
    [InlineData("[2.0,1.0]")]
    [InlineData("(1.0,1.0]")]
    [InlineData("(1.0)")]
    [InlineData("[a,b]")]
    [InlineData("[1.0,2.0,3.0]")]
    public void TryParse_NoRange_Fails(string? text) => Assert.False(VersionRange.TryParse(text, out _));

    [Fact]
    public void ToString_Range_ReadsAsWritten()
    {
        Assert.True(VersionRange.TryParse("[1.0,2.0)", out var range));
        Assert.Equal("[1.0,2.0)", range.ToString());
    }
}
