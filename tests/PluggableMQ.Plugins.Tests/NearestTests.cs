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
    public void Hint_NearName_AsksForItAndListsAll() => Assert.Equal("did you mean 'transport'? Known: storage, transport.", Nearest.Hint("transprot", ["storage", "transport"]));

    [Fact]
    public void Hint_NothingNear_ListsAll() => Assert.Equal("known: storage, transport.", Nearest.Hint("xyzzy", ["transport", "storage"]));

    [Theory]
    [InlineData("name-17", "did you mean 'name-17'? Known: ")]
    [InlineData("xyzzy", "known: ")]
    public void Hint_ManyKnown_ListsTheNearestAndSaysHowManyThereAre(string name, string start)
    {
        var hint = Nearest.Hint(name, [.. Enumerable.Range(10, 30).Select(i => $"name-{i}")]);

        Assert.StartsWith(start, hint, StringComparison.Ordinal);
        Assert.EndsWith(", and 10 more.", hint, StringComparison.Ordinal);
        Assert.Equal(21, hint.Split(", ").Length);
        Assert.Contains("name-17", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Hint_NothingKnown_SaysSo() => Assert.Equal("there are none.", Nearest.Hint("x", []));
}
