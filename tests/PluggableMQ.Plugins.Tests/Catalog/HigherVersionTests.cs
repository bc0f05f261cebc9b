using System.Text.Json.Nodes;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Tests.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>A higher version in another folder takes the place of a lower one if it can be used, and only then.</summary>
public class HigherVersionTests : CatalogTestBase
{
    public static TheoryData<string, PluginStatus, PluginPhase> Broken => new()
    {
        { """{ "spi": "[2.0,3.0)" }""", PluginStatus.Incompatible, PluginPhase.Check },
        { """{ "entryType": "Fixtures.Alpha.Nobody" }""", PluginStatus.Invalid, PluginPhase.Check },
        { """{ "configurationSchema": "nowhere.json" }""", PluginStatus.Invalid, PluginPhase.Validate },
        { """{ "requires": [{ "id": "Fixtures.Nobody" }] }""", PluginStatus.Failed, PluginPhase.Order },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Open_HigherOneCannotBeUsed_UsesTheLowerAndTellsWhy(string change, PluginStatus status, PluginPhase phase)
    {
        var folder = Folder.Add("Fixtures.Alpha");
        AddHigher(change);
        var catalog = Open();

        Assert.Contains("context=Fixtures.Alpha/1.2.0", await AskAsync(catalog, "alpha"));
        Assert.Equal(["2.0.0", "1.2.0"], catalog.Entries.Select(e => e.Version?.ToString()));
        Assert.Equal((status, (PluginPhase?)phase), (catalog.Entries[0].Status, catalog.Entries[0].FailedIn));
        Assert.NotEmpty(catalog.Entries[0].Reason!);
        Assert.Equal((PluginStatus.Active, (string?)null, 0), (catalog.Entries[1].Status, catalog.Entries[1].Reason, catalog.Entries[1].Findings.Count));
        Assert.Equal(folder, catalog.Find("Fixtures.Alpha")!.Directory);
    }

    [Fact]
    public void Open_NeitherCanBeUsed_ShowsTheHigher()
    {
        Folder.Add("Fixtures.Alpha", m => m["spi"] = "[3.0,4.0)");
        AddHigher("""{ "spi": "[2.0,3.0)" }""");

        var catalog = Open();

        Assert.Equal([PluginStatus.Incompatible, PluginStatus.Incompatible], catalog.Entries.Select(e => e.Status));
        Assert.Equal("2.0.0", catalog.Find("Fixtures.Alpha")!.Version!.ToString());
    }

    [Fact]
    public async Task Open_HigherOneOfARequiredPluginCannotBeUsed_BothWorkWithTheLower()
    {
        Folder.Add("Fixtures.Alpha");
        AddHigher("""{ "requires": [{ "id": "Fixtures.Nobody" }] }""");
        Folder.Add("Fixtures.Beta", Require("Fixtures.Alpha"));
        var catalog = Open();

        Assert.Contains("library=library 2", await AskAsync(catalog, "beta"));
        Assert.Equal([PluginStatus.Failed, PluginStatus.Ready, PluginStatus.Active], catalog.Entries.Select(e => e.Status));
    }

    [Fact]
    public async Task Open_HigherOneLeadsIntoACircle_IsTheOneThatFails()
    {
        Folder.Add("Fixtures.Alpha");
        AddHigher("""{ "requires": [{ "id": "Fixtures.Beta" }] }""");
        Folder.Add("Fixtures.Beta", Require("Fixtures.Alpha"));
        var catalog = Open();

        Assert.Contains("library=library 2", await AskAsync(catalog, "beta"));
        Assert.Contains("Fixtures.Alpha -> Fixtures.Beta -> Fixtures.Alpha", catalog.Entries[0].Reason, StringComparison.Ordinal);
        Assert.Equal([PluginStatus.Failed, PluginStatus.Ready, PluginStatus.Active], catalog.Entries.Select(e => e.Status));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Scan_HigherOneCannotBeUsed_KeepsTheServingOneAndComplainsUntilItIsMended(string change, PluginStatus status, PluginPhase phase)
    {
        Folder.Add("Fixtures.Alpha");
        using var log = new LineLog();
        var catalog = Open(log: log);
        await AskAsync(catalog, "alpha");
        var serving = catalog.Find("Fixtures.Alpha")!;

        var higher = AddHigher(change);
        Reload(catalog);
        Reload(catalog);

        Assert.Same(serving, catalog.Find("Fixtures.Alpha"));
        Assert.Equal((PluginStatus.Active, 1), (serving.Status, serving.GenerationNumber));
        Assert.Equal((status, (PluginPhase?)phase), (catalog.Entries[0].Status, catalog.Entries[0].FailedIn));
        Assert.Equal(PluginReloadOutcome.Failed, serving.LastReload!.Outcome);
        Assert.StartsWith($"Fixtures.Alpha 2.0.0 in {higher} cannot be used. {status} ({phase}): ", serving.LastReload.Reason, StringComparison.Ordinal);
        // Said once, however often it is looked at.
        Assert.Single(log.Of(2011));

        Directory.Delete(higher, recursive: true);
        Reload(catalog);
        Assert.Same(serving, Assert.Single(catalog.Entries));
        Assert.Null(serving.LastReload);
    }

    [Fact]
    public async Task Scan_HigherOneCanBeUsed_TakesThePlaceOfTheLower()
    {
        var lower = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        await AskAsync(catalog, "alpha");

        var higher = AddHigher("{}");
        Reload(catalog);

        Assert.Contains("context=Fixtures.Alpha/2.0.0", await AskAsync(catalog, "alpha"));
        Assert.Equal([(higher, PluginStatus.Active), (lower, PluginStatus.Superseded)], catalog.Entries.Select(e => (e.Directory, e.Status)));
        Assert.Equal($"Fixtures.Alpha 2.0.0 in {higher} is used instead.", catalog.Entries[1].Reason);
    }

    [Fact]
    public async Task Scan_HigherOneTurnsBad_TheLowerComesBackWhenTheHigherIsNotLoaded()
    {
        Folder.Add("Fixtures.Alpha");
        var higher = AddHigher("{}");
        var catalog = Open();
        Assert.Equal("2.0.0", catalog.Find("Fixtures.Alpha")!.Version!.ToString());

        PlantedFault.Edit(higher, m => m["spi"] = "[2.0,3.0)");
        Reload(catalog);

        Assert.Contains("context=Fixtures.Alpha/1.2.0", await AskAsync(catalog, "alpha"));
    }

    private string AddHigher(string change) => Folder.Add("Fixtures.Alpha", m =>
    {
        m["version"] = "2.0.0";
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) m[name] = value?.DeepClone();
    }, "higher");

    private static Action<JsonObject> Require(string id) => manifest => manifest["requires"] = new JsonArray(new JsonObject { ["id"] = id });
}
