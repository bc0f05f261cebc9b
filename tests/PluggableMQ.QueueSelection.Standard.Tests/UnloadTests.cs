using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class UnloadTests
{
    [Fact]
    public async Task Unload_AfterUse_CollectsThePlugin() => Assert.True(await UnloadProbe.IsCollectedAsync(
        "PluggableMQ.QueueSelection.Standard", "PluggableMQ.QueueSelection.Standard.StandardPlugin", Use));

    private static Task Use(IPlugin plugin)
    {
        var harness = new PluginHarness(plugin, ("machineRooms", "a"));
        var queues = Queues.Of(2, "a@1", "b@2");
        foreach (var (_, name) in harness.Provided)
        {
            var strategy = harness.Create(PluginKinds.QueueSelection, name, new QueueSelectionContext("g", TimeProvider.System, NullLoggerFactory.Instance));
            strategy.End(strategy.Pick(queues, "key"));
            strategy.End(strategy.Pick(queues));
            (strategy as IDisposable)?.Dispose();
        }

        return Task.CompletedTask;
    }
}
