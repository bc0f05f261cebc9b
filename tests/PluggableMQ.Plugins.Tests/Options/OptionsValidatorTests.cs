using System.Text.Json.Nodes;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Tests.Options;

public class OptionsValidatorTests
{
    private static readonly OptionsSchema Schema = OptionsSchemaReaderTests.Read(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Alpha", "options.schema.json"))).Schema!;

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "greeting": "hi", "repeat": 3, "password": "longenough", "mode": "safe", "servers": ["a:1"], "limits": { "depth": 2.5, "strict": false } }""")]
    [InlineData("""{ "repeat": "3", "limits": { "strict": "TRUE", "depth": "1e1" } }""")]
    public void Validate_GoodOptions_FindsNothing(string json) => Assert.Empty(OptionsValidator.Validate(JsonNode.Parse(json), Schema));

    [Theory]
    [InlineData("""{ "repaet": 3 }""", "'repaet' is not a known option; did you mean 'repeat'? Known: greeting, limits, mode, password, repeat, servers.")]
    [InlineData("""{ "repeat": 0 }""", "'repeat' is '0', which is below the minimum of 1.")]
    [InlineData("""{ "repeat": 6 }""", "'repeat' is '6', which is above the maximum of 5.")]
    [InlineData("""{ "repeat": 1.5 }""", "'repeat' is '1.5', which is not a whole number.")]
    [InlineData("""{ "repeat": "many" }""", "'repeat' is 'many', which is not a whole number.")]
    [InlineData("""{ "repeat": [1] }""", "'repeat' must be an integer, not an array.")]
    [InlineData("""{ "greeting": "x" }""", "'greeting' is 'x', which is shorter than 2 characters.")]
    [InlineData("""{ "greeting": null }""", "'greeting' must be a string, not null.")]
    [InlineData("""{ "mode": "slow" }""", "'mode' is 'slow', which is not one of fast, safe.")]
    [InlineData("""{ "servers": "a:1" }""", "'servers' must be an array, not a text.")]
    [InlineData("""{ "servers": ["a:1", "A"] }""", "'servers[1]' is 'A', which does not match ^[a-z]+:[0-9]+$.")]
    [InlineData("""{ "limits": { "dept": 1 } }""", "'limits.dept' is not a known option; did you mean 'depth'? Known: depth, strict.")]
    [InlineData("""{ "limits": { "strict": "maybe" } }""", "'limits.strict' is 'maybe', which is not true or false.")]
    public void Validate_WrongOption_SaysWhichAndWhy(string json, string expected)
        => Assert.Equal(expected, Assert.Single(OptionsValidator.Validate(JsonNode.Parse(json), Schema)).Text);

    [Fact]
    public void Validate_WrongSecret_DoesNotShowIt()
    {
        var failure = Assert.Single(OptionsValidator.Validate(JsonNode.Parse("""{ "password": "hunter2" }"""), Schema));

        Assert.DoesNotContain("hunter2", failure.Text, StringComparison.Ordinal);
        Assert.Equal("'password' (secret) has a value that is shorter than 8 characters.", failure.Text);
    }

    [Fact]
    public void Validate_SeveralMistakes_ReportsAllAtOnce()
        => Assert.Equal(3, OptionsValidator.Validate(JsonNode.Parse("""{ "x": 1, "repeat": 9, "limits": { "y": 1 } }"""), Schema).Count);

    [Fact]
    public void Validate_RequiredMissing_SaysWhatItIsFor()
    {
        var schema = OptionsSchemaReaderTests.Read("""{ "type": "object", "properties": { "url": { "type": "string", "description": "Where to ask." } }, "required": ["url"] }""").Schema!;

        Assert.Equal("'url' is missing and required. Where to ask.", Assert.Single(OptionsValidator.Validate(new JsonObject(), schema)).Text);
    }

    [Fact]
    public void Create_AbsentOptions_HaveTheirDefaults()
    {
        var configuration = OptionsConfiguration.Create(JsonNode.Parse("""{ "repeat": "4", "servers": ["a:1", "b:2"] }""")!.AsObject(), Schema);

        Assert.Equal("hello", configuration["greeting"]);
        Assert.Equal("4", configuration["repeat"]);
        Assert.Equal("1.5", configuration["limits:depth"]);
        Assert.Equal("b:2", configuration["servers:1"]);
        Assert.Null(configuration["mode"]);
    }
}
