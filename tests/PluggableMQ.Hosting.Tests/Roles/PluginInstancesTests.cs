using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.Roles;

public class PluginInstancesTests
{
    private readonly List<string> _events = [];

    [Fact]
    public async Task Create_AfterTheHostTookItsParticipants_IsStartedAtOnceAndStoppedBeforeItIsDisposed()
    {
        await using var catalog = PluginCatalog.Open(new PluginCatalogOptions { CompiledIn = [new CompiledInPlugin(new RecordingPlugin(_events))] });
        await using (var instances = new PluginInstances(catalog))
        {
            Make(instances);
            Assert.Single(instances.TakeParticipants());
            Assert.Empty(_events);
            Make(instances);
            Assert.Equal(["start 2"], _events);
        }

        Assert.Equal(["start 2", "stop 2", "dispose 2", "dispose 1"], _events);
    }

    private static ITopAddressing Make(PluginInstances instances)
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
