using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Testing;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class AllocationTests
{
    [Theory]
    [InlineData("hash")]
    [InlineData("consistent-hash")]
    [InlineData("random")]
    [InlineData("machine-room")]
    [InlineData("least-in-flight")]
    public void SelectAndReport_SteadyState_AllocateNothing(string name)
    {
        var strategy = new PluginHarness(new StandardPlugin(), ("machineRooms", "a"))
            .Create(PluginKinds.QueueSelection, name, new QueueSelectionContext("g", TimeProvider.System, NullLoggerFactory.Instance));
        var queues = Queues.Of(4, "a@1", "a@2", "b");
        string?[] keys = [null, "order-1", "order-2"];
        Run(strategy, queues, keys);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(strategy, queues, keys);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        (strategy as IDisposable)?.Dispose();
    }

    private static void Run(IQueueSelectionStrategy strategy, Abstractions.MessageQueue[] queues, string?[] keys)
    {
        for (var i = 0; i < 1000; i++)
        {
            var queue = strategy.Pick(queues, keys[i % 3], i % 5 == 0 ? "a@1" : null);
            strategy.End(queue, TimeSpan.FromMilliseconds(i % 7));
        }
    }
}
