using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Tests.Versions;

public class PluginVersionTests
{
    [Fact]
    public void CompareTo_SemanticVersions_OrdersThemAsTheRuleSays()
    {
        string[] ascending = ["0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1", "1.10.0", "2.0"];

        var sorted = ascending.Reverse().Select(Parse).Order().Select(v => v.ToString());

        Assert.Equal(ascending.Select(t => Parse(t).ToString()), sorted);
    }

    [Fact]
    public void TryParse_ShortForm_EqualsLongForm() => Assert.Equal(Parse("1.0.0"), Parse("1.0+build.7"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("v1.0")]
    [InlineData("1.0-")]
    [InlineData("1.0.0.0.0")]
    public void TryParse_NoVersion_Fails(string? text) => Assert.False(PluginVersion.TryParse(text, out _));

    private static PluginVersion Parse(string text)
    {
        Assert.True(PluginVersion.TryParse(text, out var version));
        return version;
    }
}
