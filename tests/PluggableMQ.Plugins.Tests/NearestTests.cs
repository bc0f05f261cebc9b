namespace PluggableMQ.Plugins.Tests;

public class NearestTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("transprot", "transport", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "four", 4)]
    public void Distance_TwoWords_CountsEdits(string left, string right, int expected) => Assert.Equal(expected, Nearest.Distance(left, right));

    [Fact]
    public void Hint_NearName_AsksForIt() => Assert.Equal("did you mean 'transport'?", Nearest.Hint("transprot", ["storage", "transport"]));

    [Fact]
    public void Hint_NothingNear_ListsAll() => Assert.Equal("known: storage, transport.", Nearest.Hint("xyzzy", ["transport", "storage"]));

    [Fact]
    public void Hint_NothingKnown_SaysSo() => Assert.Equal("there are none.", Nearest.Hint("x", []));
}
