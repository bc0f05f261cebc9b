using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Tests.Catalog;

public class PluginCatalogUseTests : CatalogTestBase
{
    [Fact]
    public async Task Create_TwoPluginsWithTwoVersionsOfOneLibrary_EachGetsItsOwn()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta");
        var catalog = Open();

        Assert.Contains("library=library 1", await AskAsync(catalog, "alpha"));
        Assert.Contains("library=library 2", await AskAsync(catalog, "beta"));
    }

    [Fact]
    public async Task Create_Plugin_LivesInItsNamedContextInAShadowCopy()
    {
        var original = Folder.Add("Fixtures.Alpha");

        var report = await AskAsync(Open(), "alpha");

        Assert.Contains("context=Fixtures.Alpha/1.2.0", report);
        Assert.Contains("collectible=False", report);
        Assert.Contains($"directory={original}", report);
        var location = Assert.Single(report, line => line.StartsWith("location=", StringComparison.Ordinal))["location=".Length..];
        Assert.True(File.Exists(location), location);
        Assert.False(location.StartsWith(Folder.Root, StringComparison.Ordinal), location);
    }

    [Fact]
    public async Task Create_UnloadablePlugin_IsCollectible()
    {
        Folder.Add("Fixtures.Beta");

        Assert.Contains("collectible=True", await AskAsync(Open(), "beta"));
    }

    [Fact]
    public async Task Create_OptionsAndDefaults_ReachThePlugin()
    {
        Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        catalog.SetOptions("Fixtures.Alpha", Options("""{ "greeting": "good day", "servers": ["a:1"] }"""));

        var report = await AskAsync(catalog, "alpha");

        Assert.Contains("option:greeting=good day", report);
        Assert.Contains("option:servers:0=a:1", report);
        Assert.Contains("option:repeat=1", report);
    }

    [Fact]
    public void Create_WrongOptions_ReportsAllOfThemWithTheirSource()
    {
        Folder.Add("Fixtures.Alpha");
        var values = new PluginOptionValues(JsonNode.Parse("""{ "greating": "x", "repeat": 9 }""")!.AsObject(), "pluggablemq.json", new Dictionary<string, string> { ["repeat"] = "broker.conf" });
        var catalog = Open(options: [("Fixtures.Alpha", values)]);

        var failure = Fails(catalog, "alpha");

        Assert.Contains("pluggablemq.json: 'greating' is not a known option; did you mean 'greeting'?", failure.Message, StringComparison.Ordinal);
        Assert.Contains("broker.conf: 'repeat' is '9', which is above the maximum of 5.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((PluginStatus.Failed, PluginPhase.Activate), (catalog.Entries[0].Status, catalog.Entries[0].FailedIn));
    }

    [Fact]
    public void Create_OptionsForAPluginThatTakesNone_Fails()
    {
        Folder.Add("Fixtures.Beta");

        var failure = Fails(Open(options: [("Fixtures.Beta", Options("""{ "x": 1 }"""))]), "beta");

        Assert.Contains("pluggablemq.json: 'x' is not a known option; Fixtures.Beta takes none.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetOptions_AfterFirstUse_IsRefused()
    {
        Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        await AskAsync(catalog, "alpha");

        Assert.Throws<InvalidOperationException>(() => catalog.SetOptions("Fixtures.Alpha", PluginOptionValues.None));
    }

    [Fact]
    public async Task Create_FromManyThreads_LoadsThePluginOnce()
    {
        Folder.Add("Fixtures.Alpha");
        var catalog = Open();

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(catalog, "alpha"))));

        Assert.Single(reports.Select(r => r.Single(l => l.StartsWith("location=", StringComparison.Ordinal))).Distinct());
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), a => reports[0].Contains($"location={Location(a)}"));
    }

    [Fact]
    public async Task Entries_AfterUse_TellStatusTimesAndWhatIsInUse()
    {
        Folder.Add("Fixtures.Alpha");
        Folder.Add("Fixtures.Beta");
        var catalog = Open();
        await AskAsync(catalog, "alpha");

        var alpha = catalog.Find("Fixtures.Alpha")!;
        var beta = catalog.Find("Fixtures.Beta")!;

        Assert.Equal(PluginStatus.Active, alpha.Status);
        Assert.Equal([new ProvidedExtension("addressing", "alpha")], alpha.InUse);
        Assert.Equal(
            [PluginPhase.Discover, PluginPhase.Validate, PluginPhase.Check, PluginPhase.Order, PluginPhase.Load, PluginPhase.Activate], alpha.Timings.Keys);
        Assert.Equal(PluginStatus.Discovered, beta.Status);
        Assert.Empty(beta.InUse);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == "Fixtures.Beta" && Location(a).Contains(beta.Directory, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DisposeAsync_UsedPlugin_IsStoppedThenDisposedAndItsCopyDeleted()
    {
        var original = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        var location = Location(await AskAsync(catalog, "alpha"));

        await catalog.DisposeAsync();

        Assert.Equal("stopping=True", await File.ReadAllTextAsync(Path.Combine(original, "disposed.txt")));
        Assert.False(File.Exists(location), location);
    }

    [Fact]
    public async Task Create_CompiledInPlugin_IsUsedLikeAnyOther()
    {
        var plugin = new InlinePlugin();
        var catalog = Open(compiledIn: [new CompiledInPlugin(plugin) { Id = "Inline" }], options: [("Inline", Options("""{ "answer": 42 }"""))]);

        Assert.Equal(["42"], await AskAsync(catalog, "inline"));
        var entry = catalog.Find("Inline")!;
        Assert.True(entry.IsCompiledIn);
        Assert.Equal(PluginStatus.Active, entry.Status);
        Assert.Equal(["inline"], catalog.GetNames(PluginKinds.Addressing));
    }

    private static PluginOptionValues Options(string json) => new(JsonNode.Parse(json)!.AsObject(), "pluggablemq.json");

    private static string Location(System.Reflection.Assembly assembly) => assembly.IsDynamic ? "" : assembly.Location;

    private sealed class InlinePlugin : IPlugin, ITopAddressing
    {
        private IPluginContext? _context;

        public void Configure(IPluginRegistry registry, IPluginContext context)
        {
            _context = context;
            registry.Add(PluginKinds.Addressing, "inline", _ => this);
        }

        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => new([_context!.Options["answer"]!]);
    }
}
