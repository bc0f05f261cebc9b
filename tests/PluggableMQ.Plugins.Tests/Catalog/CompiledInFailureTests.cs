using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Plugins that the application hands over, and that fail.</summary>
public class CompiledInFailureTests : CatalogTestBase
{
    [Fact]
    public void Create_FactoryThatIsCancelledByItsOwnTimeout_FailsLikeAnyOtherAndGivesItsLeaseBack()
    {
        var catalog = Open(compiledIn: [new CompiledInPlugin(new ImpatientPlugin()) { Id = "Impatient" }]);

        var failure = Fails(catalog, "impatient");

        Assert.Equal(("Impatient", PluginPhase.Activate), (failure.PluginId, failure.Phase));
        Assert.EndsWith(
            "failed (Activate): it could not make addressing 'impatient': TaskCanceledException: no answer within 100 s", failure.Message, StringComparison.Ordinal);
        var entry = catalog.Find("Impatient")!;
        Assert.Equal((PluginStatus.Ready, 0, 0), (entry.Status, entry.InUse.Count, entry.Generation!.Holders.Count));
    }

    [Fact]
    public async Task Open_PluginNotInUseThatFails_IsMarkedAndTheOthersWork()
    {
        using var log = new LineLog();
        Folder.Add("Fixtures.Beta");
        var catalog = Open(compiledIn: [new CompiledInPlugin(new SulkingPlugin()) { Id = "Sulking" }], log: log);

        Assert.Contains("library=library 2", await AskAsync(catalog, "beta"));
        var entry = catalog.Find("Sulking")!;
        Assert.Equal((PluginStatus.Failed, (PluginPhase?)PluginPhase.Activate), (entry.Status, entry.FailedIn));
        Assert.Equal("OperationCanceledException: not in the mood", entry.Reason);
        Assert.Equal([$"Activate: plugin Sulking in {AppContext.BaseDirectory} is Failed and not used: {entry.Reason}"], log.Of(2001));
        Assert.Equal([PluginPhase.Validate, PluginPhase.Order, PluginPhase.Activate], entry.Timings.Keys);
    }

    private sealed class ImpatientPlugin : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context) => registry.Add(PluginKinds.Addressing, "impatient", Make);

        private static ITopAddressing Make(TopAddressingContext context) => throw new TaskCanceledException("no answer within 100 s");
    }

    private sealed class SulkingPlugin : IPlugin
    {
        public void Configure(IPluginRegistry registry, IPluginContext context) => throw new OperationCanceledException("not in the mood");
    }
}
