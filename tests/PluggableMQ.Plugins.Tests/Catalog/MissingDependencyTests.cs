using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>A dependency of a dependency is not there, which shows when the first method that needs it is compiled.</summary>
public class MissingDependencyTests : CatalogTestBase
{
    [Fact]
    public void Open_LibraryThatNeedsAnother_IsNoted()
    {
        Add("LatePlugin");

        var entry = Assert.Single(Open().Entries);

        Assert.Equal(PluginStatus.Discovered, entry.Status);
        Assert.StartsWith("Fixtures.Middle.dll: needs Fixtures.Library 1.0.0.0, which is neither in the plugin's folder nor shared", Assert.Single(entry.Notes), StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Warning, Assert.Single(entry.Findings).Severity);
    }

    [Theory]
    [InlineData("EarlyPlugin", "failed (Activate): FileNotFoundException: Could not load file or assembly 'Fixtures.Library")]
    [InlineData("FactoryPlugin", "failed (Activate): it could not make addressing 'forgetful': FileNotFoundException: Could not load file or assembly 'Fixtures.Library")]
    public void Create_NeededToComeUp_NamesPluginAndPhase(string type, string expected)
    {
        Add(type);

        var failure = Fails(Open(), "forgetful");

        Assert.Equal(("Fixtures.Forgetful", PluginPhase.Activate), (failure.PluginId, failure.Phase));
        Assert.StartsWith("Plugin Fixtures.Forgetful 1.0.0", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(failure.InnerException);
    }

    [Fact]
    public async Task Use_NeededLater_ThrowsAndLogsWhosePluginMissesWhat()
    {
        Add("LatePlugin");
        using var log = new LineLog();

        await Assert.ThrowsAsync<FileNotFoundException>(() => AskAsync(Open(log: log), "forgetful"));

        Assert.Contains(log.Lines, l => l.Text.StartsWith("Load: plugin Fixtures.Forgetful 1.0.0 asked for assembly Fixtures.Library, Version=1.0.0.0", StringComparison.Ordinal));
    }

    private void Add(string type)
        => File.Delete(Path.Combine(Folder.Add("Fixtures.Forgetful", m => m["entryType"] = $"Fixtures.Forgetful.{type}"), "Fixtures.Library.dll"));
}
