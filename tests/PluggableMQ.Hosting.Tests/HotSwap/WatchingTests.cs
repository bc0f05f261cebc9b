using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>Nobody asks for a reload here: the files change, and that is all.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class WatchingTests
{
    private const string Swapping = """{ "queueSelection": "swap", "hotSwap": true }""";

    [Fact]
    public async Task Files_ChangedInPlaceReplacedAndDropped_AreNoticed()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping, isWatching: true);
        await using var producer = await cluster.StartProducerAsync();
        Assert.True(cluster.Host.IsWatching);
        Assert.Equal(1, await SwapCluster.SendAsync(producer));

        // Overwritten in place.
        cluster.Install(2);
        await SendsGoToAsync(producer, queue => queue == 2);

        // The folder exchanged as a whole: only renames.
        cluster.Install(1, "../next");
        var folder = Path.Combine(cluster.PluginDirectory, "Fixtures.Swap");
        Directory.Move(folder, Path.Combine(cluster.PluginDirectory, "../old"));
        Directory.Move(Path.Combine(cluster.PluginDirectory, "../next"), folder);
        await SendsGoToAsync(producer, queue => queue == 1);

        // The manifest replaced.
        cluster.WriteManifest("""{ "hotSwap": true }""");
        await SendsGoToAsync(producer, queue => queue is 0 or 3);
    }

    [Fact]
    public async Task HotSwap_SwitchedOff_NoticesNothing()
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "queueSelection": "swap", "hotSwap": false }""", isWatching: true);
        await using var producer = await cluster.StartProducerAsync();

        cluster.Install(2);

        Assert.False(cluster.Host.IsWatching);
        Assert.Equal((1, 1), (await SwapCluster.SendAsync(producer), cluster.Swap.GenerationNumber));
    }

    [Fact]
    public async Task Folder_CopiedSlowlyAndInPieces_IsExchangedOnce()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping, isWatching: true);
        await using var producer = await cluster.StartProducerAsync();
        var folder = Path.Combine(cluster.PluginDirectory, "Fixtures.Swap");
        var next = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Swap.V2", "Fixtures.Swap.dll"));

        // Half of the assembly lies there while the rest is copied: whenever a host looks, there is nothing that it could use.
        await using (var assembly = new FileStream(Path.Combine(folder, "Fixtures.Swap.dll"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            await assembly.WriteAsync(next.AsMemory(0, next.Length / 3));
            await assembly.FlushAsync();
            for (var piece = 0; piece < 100; piece++)
            {
                await File.AppendAllTextAsync(Path.Combine(folder, $"data{piece % 10}.bin"), new string('x', 1000));
                Assert.Equal(1, await SwapCluster.SendAsync(producer));
            }

            await assembly.WriteAsync(next.AsMemory(next.Length / 3));
        }

        await SendsGoToAsync(producer, queue => queue == 2);
        await cluster.Host.SettleAsync();
        Assert.Equal((2, PluginReloadOutcome.Swapped), (cluster.Swap.GenerationNumber, cluster.Swap.LastReload!.Outcome));
        Assert.Single(cluster.Host.Catalog.Retired);
    }

    private static async Task SendsGoToAsync(Client.Producer producer, Func<int, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isExpected(await SwapCluster.SendAsync(producer))) await Task.Delay(20, patience.Token);
    }
}
