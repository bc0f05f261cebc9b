using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Tests.HotSwap;

public class RolePluginsTests
{
    private readonly List<string> _events = [];

    [Fact]
    public async Task Create_AfterTheHostTookItsParticipants_IsStartedAtOnceAndStoppedBeforeItIsDisposed()
    {
        await using var catalog = PluginCatalog.Open(new PluginCatalogOptions { CompiledIn = [new CompiledInPlugin(new RecordingPlugin(_events))] });
        await using (var instances = Make(catalog))
        {
            Make(instances);
            Assert.Single(instances.TakeParticipants());
            Assert.Empty(_events);
            Make(instances);
            Assert.Equal(["start 2"], _events);
        }

        Assert.Equal(["start 2", "stop 2", "dispose 2", "dispose 1"], _events);
        Assert.Contains(PluginPhase.Start, catalog.Resolve(PluginKinds.Addressing, "recording").Timings.Keys);
    }

    private static RolePlugins Make(PluginCatalog catalog)
    {
        var settings = new RoleSettings(
            [(new Selection(PluginKinds.Addressing, "recording", "addressing"), catalog.Resolve(PluginKinds.Addressing, "recording"))],
            new Dictionary<string, PluginOptionValues>(), [], [], [], new AdminOptions());
        return new RolePlugins(catalog, HostRole.Client, settings, NullLogger.Instance, new SemaphoreSlim(1));
    }

    private static ITopAddressing Make(RolePlugins instances)
        => instances.Create(PluginKinds.Addressing, "recording", new TopAddressingContext(HostRole.Client, [], null, TimeProvider.System, NullLoggerFactory.Instance));

    private sealed class RecordingPlugin(List<string> events) : IPlugin
    {
        private int _made;

        public void Configure(IPluginRegistry registry, IPluginContext context)
            => registry.Add(PluginKinds.Addressing, "recording", _ => new Recording(++_made, events));
    }

    private sealed class Recording(int number, List<string> events) : ITopAddressing, ILifecycleParticipant, IDisposable
    {
        public int Stage => LifecycleStage.Plugins;

        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => new([]);

        public ValueTask StartAsync(CancellationToken cancellationToken)
        {
            events.Add($"start {number}");
            return default;
        }

        public ValueTask StopAsync(CancellationToken cancellationToken)
        {
            events.Add($"stop {number}");
            return default;
        }

        public void Dispose() => events.Add($"dispose {number}");
    }
}
