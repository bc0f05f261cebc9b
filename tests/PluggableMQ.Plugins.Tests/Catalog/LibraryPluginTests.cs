using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>A plugin that provides nothing and has types for others.</summary>
public class LibraryPluginTests : CatalogTestBase
{
    [Fact]
    public async Task Create_PluginThatRequiresALibrary_UsesItsTypes()
    {
        Folder.Add("Acme.Rules");
        var user = Folder.Add("Acme.Hooks.Sizes");
        Assert.False(File.Exists(Path.Combine(user, "Acme.Rules.dll")));
        var catalog = Open();

        var context = new RpcHookCreationContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance);
        var hook = catalog.Create(PluginKinds.RpcHook, "sizes", context);
        await hook.BeforeAsync(new RequestOfAHook(1024), CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => hook.BeforeAsync(new RequestOfAHook(1025), CancellationToken.None).AsTask());

        Assert.Equal("The message has 1025 bytes, 1024 are allowed; send a shorter one.", refusal.Message);
        Assert.Equal((PluginStatus.Ready, 0), (catalog.Find("Acme.Rules")!.Status, catalog.Find("Acme.Rules")!.Provides.Count));
    }

    [Fact]
    public void Check_BothFolders_FindsNothing()
    {
        Folder.Add("Acme.Rules");
        Folder.Add("Acme.Hooks.Sizes");

        Assert.Empty(PluginFolderCheck.Run(Folder.Root).Findings);
    }

    [Fact]
    public void Check_UserAlone_SaysWhatIsMissing()
    {
        var finding = Assert.Single(PluginFolderCheck.Run(Folder.Add("Acme.Hooks.Sizes")).Findings, f => f.Phase == PluginPhase.Check);

        Assert.Contains("needs Acme.Rules 1.0.0.0, which is neither in the plugin's folder", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LibraryThatRegistersSomething_SaysWhatPluginJsonLacks()
    {
        Folder.Add("Fixtures.Greeter", m => m["provides"] = new System.Text.Json.Nodes.JsonArray());
        Folder.Add("Fixtures.Guest");

        Assert.Contains(
            "Configure registered addressing greeter, which plugin.json does not list under 'provides'", Fails(Open(), "guest").Message, StringComparison.Ordinal);
    }
}
