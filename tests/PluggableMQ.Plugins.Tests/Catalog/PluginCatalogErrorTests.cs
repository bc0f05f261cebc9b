using System.Text.Json.Nodes;
using Mono.Cecil;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Tests.Catalog;

public class PluginCatalogErrorTests : CatalogTestBase
{
    [Fact]
    public void Create_UnknownName_ListsTheKnownOnes()
    {
        Folder.Add("Fixtures.Alpha");

        Assert.Contains("No plugin provides addressing 'alhpa'; did you mean 'alpha'?", Fails(Open(), "alhpa").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_MissingPlugin_SaysWhichWhereAndWhatIsThere()
    {
        Folder.Add("Fixtures.Beta");
        var catalog = PluginCatalog.Open(new PluginCatalogOptions
        {
            Directories = [Folder.Root, "/nowhere/plugins"],
            Role = HostRole.Broker,
            KnownPlugins = new Dictionary<ProvidedExtension, string> { [new("addressing", "alpha")] = "Fixtures.Alpha" },
        });

        var message = Assert.Throws<PluginNotFoundException>(() => catalog.Resolve(PluginKinds.Addressing, "alpha")).Message;

        Assert.Contains("addressing 'alpha' is in use and comes from plugin Fixtures.Alpha, which is not there.", message, StringComparison.Ordinal);
        Assert.Contains("use another addressing: beta.", message, StringComparison.Ordinal);
        Assert.Contains($"Looked in: {Folder.Root}, /nowhere/plugins (does not exist)", message, StringComparison.Ordinal);
        Assert.Contains("Fixtures.Beta 1.0.0 (addressing beta)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_OtherRolesPlugin_SaysSo()
    {
        Folder.Add("Fixtures.Beta");

        var failure = Assert.Throws<PluginNotFoundException>(() => Open().Resolve(PluginKinds.Addressing, "beta", HostRole.Client));

        Assert.Contains("is for Broker, not for Client", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TwoCandidatesOfOneName_NamesBoth()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Alpha", m => m["id"] = "Acme.Alpha", "acme");

        var message = Fails(Open(), "alpha").Message;

        Assert.Contains("Fixtures.Alpha 1.2.0 in ", message, StringComparison.Ordinal);
        Assert.Contains("Acme.Alpha 1.2.0 in ", message, StringComparison.Ordinal);
        Assert.Contains("under 'disabled'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_TwoCandidatesAndOneDisabled_UsesTheOther()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Alpha", m => m["id"] = "Acme.Alpha", "acme");
        var catalog = Open(disabled: ["Fixtures.Alpha"]);

        Assert.Contains("context=Acme.Alpha/1.2.0", await AskAsync(catalog, "alpha"));
        Assert.Equal(PluginStatus.Disabled, catalog.Find("Fixtures.Alpha")!.Status);
    }

    [Fact]
    public void Create_NoChoiceAmongTwo_NamesBoth()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta");

        var message = Fails(Open(), null).Message;

        Assert.Contains("Fixtures.Alpha 1.2.0", message, StringComparison.Ordinal);
        Assert.Contains("(beta)", message, StringComparison.Ordinal);
        Assert.Contains("Name the addressing to use in the manifest.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NoChoiceAndOnlyOne_TakesIt()
    {
        Folder.Add("Fixtures.Alpha");

        Assert.Contains("library=library 1", await AskAsync(Open(), null));
    }

    [Fact]
    public async Task Open_TwoVersionsOfOneId_TheHigherWins()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Alpha", m => m["version"] = "1.10.0", "newer");
        var catalog = Open();

        Assert.Contains("context=Fixtures.Alpha/1.10.0", await AskAsync(catalog, "alpha"));
        Assert.Equal([PluginStatus.Active, PluginStatus.Superseded], catalog.Entries.Select(e => e.Status));
        Assert.StartsWith("Fixtures.Alpha 1.10.0 in ", catalog.Entries[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ThrowingPlugin", PluginPhase.Activate, "FormatException: the moon is in the wrong house")]
    [InlineData("StillbornPlugin", PluginPhase.Activate, "FormatException: not today")]
    [InlineData("ChoosyPlugin", PluginPhase.Activate, "'repeat' must be odd.")]
    [InlineData("LyingPlugin", PluginPhase.Activate, "plugin.json lists addressing alpha, which Configure did not register; Configure registered addressing omega")]
    public void Create_PluginThatFailsToComeUp_SaysWhichPhaseAndWhy(string type, PluginPhase phase, string expected)
    {
        Folder.Add("Fixtures.Alpha", m => m["entryType"] = $"Fixtures.Alpha.{type}");
        var catalog = Open();

        var failure = Fails(catalog, "alpha");

        Assert.Contains($"Plugin Fixtures.Alpha 1.2.0 in {Folder.Root}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal((PluginStatus.Failed, (PluginPhase?)phase), (catalog.Entries[0].Status, catalog.Entries[0].FailedIn));
        Assert.Contains(expected, Fails(catalog, "alpha").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_FactoryThatThrows_NamesPluginAndExtension()
    {
        Folder.Add("Fixtures.Alpha", m => m["entryType"] = "Fixtures.Alpha.EmptyHandedPlugin");

        Assert.EndsWith(" failed (Activate): could not make addressing 'alpha': no address in the book", Fails(Open(), "alpha").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingEntryType_IsInvalidWithoutRunningIt()
    {
        Folder.Add("Fixtures.Alpha", m => m["entryType"] = "Fixtures.Alpha.AlphaPlugins");

        var entry = Assert.Single(Open().Entries);

        Assert.Equal((PluginStatus.Invalid, (PluginPhase?)PluginPhase.Check), (entry.Status, entry.FailedIn));
        Assert.Contains("plugin.json: 'entryType' names 'Fixtures.Alpha.AlphaPlugins' of Fixtures.Alpha.dll, which is not in it; did you mean 'Fixtures.Alpha.AlphaPlugin'?", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherSpi_IsIncompatibleWithBothVersions()
    {
        Folder.Add("Fixtures.Alpha", m => m["spi"] = "[2.0,3.0)");
        var catalog = Open();

        Assert.Equal(PluginStatus.Incompatible, catalog.Entries[0].Status);
        Assert.Contains($"plugin.json: 'spi' is [2.0,3.0), this host has SPI {Spi.ToString(3)} (PluggableMQ.Abstractions); use a newer host", catalog.Entries[0].Reason, StringComparison.Ordinal);
        Assert.Contains($"this host has SPI {Spi.ToString(3)}", Fails(catalog, "alpha").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BuiltAgainstNewerContract_IsIncompatibleWithBothVersions()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        Rewrite(Path.Combine(folder, "Fixtures.Alpha.dll"), "PluggableMQ.Abstractions", new Version(1, 7, 0, 0));

        var entry = Assert.Single(Open().Entries);

        Assert.Equal(PluginStatus.Incompatible, entry.Status);
        Assert.Equal($"Fixtures.Alpha.dll: was built against PluggableMQ.Abstractions 1.7.0.0, this host has {Spi}; build it against that version, or use a newer host.", entry.Reason);
    }

    [Fact]
    public void Open_MissingPrivateDependency_IsIncompatibleAndNamed()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        File.Delete(Path.Combine(folder, "Fixtures.Library.dll"));

        Assert.Contains("Fixtures.Alpha.dll: needs Fixtures.Library 1.0.0.0, which is neither in the plugin's folder nor shared", Assert.Single(Open().Entries).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_CopyOfAContractInTheFolder_IsIgnoredAndReported()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        File.Copy(typeof(IPlugin).Assembly.Location, Path.Combine(folder, "PluggableMQ.Abstractions.dll"));
        var catalog = Open();

        Assert.Contains("library=library 1", await AskAsync(catalog, "alpha"));
        Assert.Equal(
            [$"PluggableMQ.Abstractions.dll: is an own copy of PluggableMQ.Abstractions {Spi}, which is ignored: the host's {Spi} is used; leave it out."], catalog.Entries[0].Notes);
    }

    [Fact]
    public void Open_NoAssembly_IsInvalid()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        File.WriteAllText(Path.Combine(folder, "Fixtures.Alpha.dll"), "not an assembly");

        Assert.Equal("Fixtures.Alpha.dll: is not a .NET assembly; copy it again, or name the assembly that the build made.", Assert.Single(Open().Entries).Reason);
    }

    [Fact]
    public void Open_EntryAssemblyThatLeadsOut_IsInvalid()
    {
        var folder = Folder.Add("Fixtures.Alpha");
        var outside = Path.Combine(Folder.Root, "outside.dll");
        File.Move(Path.Combine(folder, "Fixtures.Alpha.dll"), outside);
        File.CreateSymbolicLink(Path.Combine(folder, "Fixtures.Alpha.dll"), outside);

        Assert.Contains("'entryAssembly' names 'Fixtures.Alpha.dll', which leads out of", Assert.Single(Open().Entries).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LinkedPluginFolder_IsUsedByItsRealPath()
    {
        using var elsewhere = new PluginFolder();
        var real = elsewhere.Add("Fixtures.Alpha");
        Directory.CreateSymbolicLink(Path.Combine(Folder.Root, "link"), real);
        var catalog = Open();

        Assert.Contains($"directory={real}", await AskAsync(catalog, "alpha"));
    }

    [Fact]
    public async Task Open_BrokenNeighbours_DoNotStopTheOthers()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.AddText("broken", "{ nope");
        Folder.AddText("unknown", """{ "manifestVersion": 1, "idd": "x" }""");
        Directory.CreateDirectory(Path.Combine(Folder.Root, "no-plugin"));
        var catalog = Open();

        Assert.Contains("library=library 1", await AskAsync(catalog, "alpha"));
        Assert.Equal([PluginStatus.Active, PluginStatus.Invalid, PluginStatus.Invalid], catalog.Entries.Select(e => e.Status));
        Assert.Contains(Path.Combine(Folder.Root, "broken", "plugin.json"), catalog.Find("broken")!.Reason, StringComparison.Ordinal);
        Assert.Contains("'idd' is not a known key; did you mean 'id'?", catalog.Find("unknown")!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Cycle_PrintsTheChain()
    {
        Folder.Add("Fixtures.Alpha", Require("Fixtures.Beta"));
        Folder.Add("Fixtures.Beta", Require("Fixtures.Alpha"));
        var catalog = Open();

        Assert.All(catalog.Entries, e => Assert.Equal((PluginStatus.Failed, (PluginPhase?)PluginPhase.Order), (e.Status, e.FailedIn)));
        Assert.Contains("plugin.json: 'requires' leads back to the plugin itself: Fixtures.Alpha -> Fixtures.Beta -> Fixtures.Alpha; take one", catalog.Entries[0].Reason, StringComparison.Ordinal);
        Assert.Contains("Fixtures.Alpha -> Fixtures.Beta -> Fixtures.Alpha", Fails(catalog, "beta").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fixtures.Gamma", null, "plugin.json: 'requires' names Fixtures.Gamma, which is not there; did you mean 'Fixtures.Beta'?")]
    [InlineData("Fixtures.Beta", "[2.0,)", "plugin.json: 'requires' names Fixtures.Beta [2.0,), but Fixtures.Beta 1.0.0 is there; put a Fixtures.Beta of that range there, or widen the range.")]
    public void Open_UnmetRequirement_SaysWhatIsThere(string id, string? version, string expected)
    {
        Folder.Add("Fixtures.Alpha", Require(id, version));
        Folder.Add("Fixtures.Beta");

        var entries = Open().Entries;

        Assert.Equal(expected, entries[0].Reason);
        Assert.Equal(PluginStatus.Discovered, entries[1].Status);
    }

    [Fact]
    public async Task Create_PluginThatRequiresAnother_LoadsThatFirst()
    {
        Folder.Add("Fixtures.Alpha", Require("Fixtures.Beta", "[1.0,2.0)"));
        Folder.Add("Fixtures.Beta");
        var catalog = Open();

        await AskAsync(catalog, "alpha");

        Assert.Equal([PluginStatus.Active, PluginStatus.Ready], catalog.Entries.Select(e => e.Status));
    }

    private static Version Spi => typeof(IPlugin).Assembly.GetName().Version!;

    private static Action<JsonObject> Require(string id, string? version = null)
        => manifest => manifest["requires"] = new JsonArray(version is null ? new JsonObject { ["id"] = id } : new JsonObject { ["id"] = id, ["version"] = version });

    private static void Rewrite(string file, string reference, Version version)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { ReadWrite = true });
        assembly.MainModule.AssemblyReferences.Single(r => r.Name == reference).Version = version;
        assembly.Write();
    }
}
