using System.Net.Sockets;
using System.Text.Json.Nodes;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Plugins.Tests.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Folders change at any time: before the first use, while another plugin is loaded, in ways that do not matter.</summary>
public class ChangedFolderTests : CatalogTestBase
{
    [Fact]
    public async Task Create_ManifestChangedSinceItWasRead_IsNotRunUnderTheOldOne()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        PlantedFault.Edit(folder, m => m["version"] = "1.3.0");

        var failure = Fails(catalog, "alpha");

        Assert.Equal(PluginPhase.Load, failure.Phase);
        Assert.Contains("its folder has changed since it was checked", failure.Message, StringComparison.Ordinal);
        Reload(catalog);
        Assert.Contains("context=Fixtures.Alpha/1.3.0", await AskAsync(catalog, "alpha"));
    }

    [Fact]
    public async Task Create_SchemaChangedSinceItWasRead_IsReadAgain()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "options.schema.json"), """{ "type": "object", "properties": { "tone": { "type": "string", "default": "deep" } } }""");

        Assert.Equal(PluginPhase.Load, Fails(catalog, "alpha").Phase);
        Reload(catalog);
        Assert.Contains("option:tone=deep", await AskAsync(catalog, "alpha"));
    }

    [Fact]
    public void Create_AssemblyThatDoesNotFitSinceTheCheck_IsNotRun()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        File.Delete(Path.Combine(folder, "Fixtures.Library.dll"));

        var failure = Fails(catalog, "alpha");

        Assert.Equal(PluginPhase.Load, failure.Phase);
        Assert.Contains("Fixtures.Alpha.dll: needs Fixtures.Library 1.0.0.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SomethingElseChangedSinceTheCheck_Works()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "nothing of interest");

        Assert.Contains("library=library 1", await AskAsync(catalog, "alpha"));
    }

    [Fact]
    public async Task Scan_SomethingUnreadableInOneFolder_KeepsThatPluginWithAReasonAndExchangesTheOthers()
    {
        var odd = Folder.Add("Fixtures.Alpha");
        var changed = Folder.Add("Fixtures.Beta");
        var catalog = Open();
        await AskAsync(catalog, "alpha");
        await AskAsync(catalog, "beta");
        var (alpha, beta) = (catalog.Find("Fixtures.Alpha")!, catalog.Find("Fixtures.Beta")!);
        // Not even the superuser reads it like a file.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(odd, "z.sock")));
        PlantedFault.Edit(changed, m => m["version"] = "1.0.1");

        Reload(catalog);

        Assert.Same(alpha, catalog.Find("Fixtures.Alpha"));
        Assert.Equal((PluginStatus.Active, PluginReloadOutcome.Failed), (alpha.Status, alpha.LastReload!.Outcome));
        Assert.Contains($"{odd}: holds something that cannot be read: ", alpha.LastReload.Reason, StringComparison.Ordinal);
        Assert.NotSame(beta, catalog.Find("Fixtures.Beta"));
        Assert.Contains("context=Fixtures.Beta/1.0.1", await AskAsync(catalog, "beta"));

        File.Delete(Path.Combine(odd, "z.sock"));
        Reload(catalog);
        Assert.Same(alpha, catalog.Find("Fixtures.Alpha"));
        Assert.Null(alpha.LastReload);
    }

    [Fact]
    public async Task Scan_LinksThatLeadNowhereOrToAFolder_AreNoChange()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), Directory.CreateDirectory(Path.Combine(Folder.Root, "elsewhere")).FullName);
        await File.WriteAllTextAsync(Path.Combine(Folder.Root, "elsewhere", "data.txt"), "data");
        var catalog = Open();
        await AskAsync(catalog, "alpha");
        var serving = catalog.Find("Fixtures.Alpha");

        // As an editor locks what it edits, and a circle.
        File.CreateSymbolicLink(Path.Combine(folder, ".#plugin.json"), "author@machine.4711:1700000000");
        File.CreateSymbolicLink(Path.Combine(folder, "circle"), Path.Combine(folder, "circle"));
        Reload(catalog);

        Assert.Same(serving, catalog.Find("Fixtures.Alpha"));
        Assert.Null(serving!.LastReload);
    }

    [Fact]
    public async Task Create_LinksThatLeadNowhere_AreNotCopied()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        File.CreateSymbolicLink(Path.Combine(folder, ".#plugin.json"), "author@machine.4711:1700000000");

        Assert.Contains("library=library 1", await AskAsync(Open(), "alpha"));
    }

    [Fact]
    public void Open_AssemblyThatCannotBeRead_IsInvalidAndTheOthersAreThere()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "z.dll")));

        var entries = Open().Entries;

        Assert.Equal([PluginStatus.Invalid, PluginStatus.Discovered], entries.Select(e => e.Status));
        Assert.Equal(PluginPhase.Check, entries[0].FailedIn);
        Assert.StartsWith($"{folder}: holds something that cannot be read: ", entries[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_AfterTheOptionsOfARequiredPluginChanged_KeepsThePluginThatRequiresIt()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta", m => m["requires"] = new JsonArray(new JsonObject { ["id"] = "Fixtures.Alpha" }));
        var catalog = Open();
        await AskAsync(catalog, "beta");
        var (alpha, beta) = (catalog.Find("Fixtures.Alpha")!, catalog.Find("Fixtures.Beta")!);

        var renewed = PluginCatalog.Reconfigure(alpha, new PluginOptionValues(JsonNode.Parse("""{ "repeat": 3 }""")!.AsObject(), "pluggablemq.json"));
        var next = catalog.Snapshot.With(alpha, renewed);
        catalog.Prepare(renewed);
        catalog.Publish(next);
        var scanned = catalog.Scan([]);

        Assert.Same(renewed, scanned.Find("Fixtures.Alpha"));
        Assert.Same(beta, scanned.Find("Fixtures.Beta"));
        Assert.Same(renewed, Assert.Single(beta.Requires));
        Assert.Contains("option:repeat=3", await AskAsync(catalog, "alpha"));
    }

    [Fact]
    public async Task Scan_CodeOfARequiredPluginChanged_ChangesThePluginThatRequiresItAsWell()
    {
        var required = Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta", m => m["requires"] = new JsonArray(new JsonObject { ["id"] = "Fixtures.Alpha" }));
        var catalog = Open();
        await AskAsync(catalog, "beta");
        var beta = catalog.Find("Fixtures.Beta")!;

        PlantedFault.Edit(required, m => m["version"] = "1.3.0");
        Reload(catalog);

        Assert.NotSame(beta, catalog.Find("Fixtures.Beta"));
        await AskAsync(catalog, "beta");
        Assert.Equal("1.3.0", Assert.Single(catalog.Find("Fixtures.Beta")!.Requires).Version!.ToString());
    }
}
