using System.Text.Json.Nodes;
using System.Runtime.Loader;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Tests.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Plugins that use each other's types.</summary>
public class SharedPluginContractTests : CatalogTestBase
{
    private const string Contracts = "Fixtures.Greeter.Contracts";

    [Fact]
    public async Task Create_PluginThatRequiresAnother_IsGivenObjectsOfItsContract()
    {
        var greeter = Folder.Add("Fixtures.Greeter");
        var guest = Folder.Add("Fixtures.Guest");
        // The build gave each its own copy.
        Assert.True(File.Exists(Path.Combine(greeter, Contracts + ".dll")) && File.Exists(Path.Combine(guest, Contracts + ".dll")));
        var catalog = Open();

        Assert.Equal(["welcome guest", "contract=Fixtures.Greeter/1.0.0"], await AskAsync(catalog, "guest"));
        Assert.Equal(
            [$"{Contracts}.dll: is an own copy of {Contracts} 1.2.0.0, which is ignored: 1.2.0.0 of plugin Fixtures.Greeter 1.0.0 is used; leave it out."],
            catalog.Find("Fixtures.Guest")!.Notes);
    }

    [Fact]
    public async Task Create_PluginWithoutACopyOfTheContract_IsGivenIt()
    {
        Folder.Add("Fixtures.Greeter");
        File.Delete(Path.Combine(Folder.Add("Fixtures.Guest"), Contracts + ".dll"));
        var catalog = Open();

        Assert.Contains("welcome guest", await AskAsync(catalog, "guest"));
        Assert.Empty(catalog.Find("Fixtures.Guest")!.Notes);
    }

    [Fact]
    public async Task Create_ContractOfAPluginRequiredByTheRequiredOne_IsTheSame()
    {
        Folder.Add("Fixtures.Greeter");
        Folder.Add("Fixtures.Beta", m => m["requires"] = Requires("Fixtures.Greeter"));
        Folder.Add("Fixtures.Guest", m => m["requires"] = Requires("Fixtures.Beta"));

        Assert.Equal(["welcome guest", "contract=Fixtures.Greeter/1.0.0"], await AskAsync(Open(), "guest"));
    }

    [Fact]
    public async Task Create_ContractThatIsNotExported_StaysPrivate()
    {
        Folder.Add("Fixtures.Greeter", m => m.Remove("contracts"));
        Folder.Add("Fixtures.Guest");
        var catalog = Open();

        // Each has its own meeting point, so nobody is there.
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(catalog, "guest"));
        Assert.Empty(catalog.Find("Fixtures.Guest")!.Notes);
    }

    [Fact]
    public async Task Create_RequiredPluginIsCompiledIn_IsGivenTheHostsContract()
    {
        using var application = new PluginFolder();
        var folder = application.Add("Fixtures.Greeter");
        AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, Contracts + ".dll"));
        var greeter = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, "Fixtures.Greeter.dll")).GetType("Fixtures.Greeter.GreeterPlugin", throwOnError: true)!;
        Folder.Add("Fixtures.Guest", m => m["unloadable"] = false);
        var catalog = Open(compiledIn: [new CompiledInPlugin((IPlugin)Activator.CreateInstance(greeter)!)]);

        Assert.Equal(["welcome guest", "contract=Default"], await AskAsync(catalog, "guest"));
    }

    [Fact]
    public void Open_BuiltAgainstANewerContractOfThePlugin_IsIncompatibleWithBothVersions()
    {
        Folder.Add("Fixtures.Greeter");
        var guest = Folder.Add("Fixtures.Guest");
        PlantedFault.Rewrite(Path.Combine(guest, "Fixtures.Guest.dll"), a => a.MainModule.AssemblyReferences.Single(r => r.Name == Contracts).Version = new Version(1, 3, 0, 0));

        var entry = Open().Find("Fixtures.Guest")!;

        Assert.Equal((PluginStatus.Incompatible, (PluginPhase?)PluginPhase.Check), (entry.Status, entry.FailedIn));
        Assert.Equal(
            $"Fixtures.Guest.dll: was built against {Contracts} 1.3.0.0, plugin Fixtures.Greeter 1.0.0 has 1.2.0.0; build it against that version, or use a newer Fixtures.Greeter.", entry.Reason);
    }

    [Fact]
    public void Open_PluginThatStaysUsesTypesOfOneThatGoes_IsIncompatible()
    {
        Folder.Add("Fixtures.Greeter");
        Folder.Add("Fixtures.Guest", m => m["unloadable"] = false);

        var entry = Open().Find("Fixtures.Guest")!;

        Assert.Equal(PluginStatus.Incompatible, entry.Status);
        Assert.Contains("plugin.json: 'unloadable' is false, but Fixtures.Guest.dll uses Fixtures.Greeter.Contracts of plugin Fixtures.Greeter 1.0.0, which is unloadable", entry.Reason, StringComparison.Ordinal);
        Assert.EndsWith("set it to true, or to false in Fixtures.Greeter.", entry.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_PluginUsesTypesOfOneThatStays_Works(bool unloadable)
    {
        Folder.Add("Fixtures.Greeter", m => m["unloadable"] = false);
        Folder.Add("Fixtures.Guest", m => m["unloadable"] = unloadable);

        Assert.Contains("welcome guest", await AskAsync(Open(), "guest"));
    }

    [Fact]
    public void Open_ContractThatComesFromTheHost_IsInvalid()
    {
        var folder = Folder.Add("Fixtures.Greeter", m => m["contracts"] = new JsonArray("PluggableMQ.Abstractions.dll"));
        File.Copy(typeof(IPlugin).Assembly.Location, Path.Combine(folder, "PluggableMQ.Abstractions.dll"));

        Assert.Contains("'contracts[0]' names 'PluggableMQ.Abstractions.dll', which every plugin gets from the host; take it out.", Assert.Single(Open().Entries).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ContractThatIsNoAssembly_IsInvalid()
    {
        var folder = Folder.Add("Fixtures.Greeter");
        File.WriteAllText(Path.Combine(folder, Contracts + ".dll"), "nothing");

        Assert.Contains($"{Contracts}.dll: is not a .NET assembly", Assert.Single(Open().Entries).Reason, StringComparison.Ordinal);
    }

    private static JsonArray Requires(string id) => new(new JsonObject { ["id"] = id });
}
