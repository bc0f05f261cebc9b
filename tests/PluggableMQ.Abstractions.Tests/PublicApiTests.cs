using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Abstractions.Tests;

/// <summary>Plugins are built against this surface by people who do not see this repository: it changes on purpose or not at all.</summary>
public class PublicApiTests
{
    private const string Baseline = "PublicApi.txt";

    /// <summary>Set to 1, the test writes the baseline anew instead of comparing; commit the difference.</summary>
    private const string UpdateVariable = "PMQ_UPDATE_BASELINE";

    [Fact]
    public void Abstractions_PublicSurface_EqualsTheBaseline()
    {
        var actual = PublicApi.Describe(typeof(IPlugin).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1") File.WriteAllText(Path.Combine(ProjectDirectory, Baseline), actual);

        var expected = File.ReadAllText(Path.Combine(ProjectDirectory, Baseline)).ReplaceLineEndings("\n");
        var gone = expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}");
        var come = actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}");
        Assert.True(
            actual == expected,
            $"The public surface of PluggableMQ.Abstractions has changed:\n{string.Join('\n', gone.Concat(come))}\nIf that is meant, run this test with {UpdateVariable}=1, commit {Baseline} and think of the SPI's version.");
    }

    // tests/<project>/bin/<configuration>/<framework>/
    private static string ProjectDirectory => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."));
}
