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

    private static async Task SendsGoToAsync(Client.Producer producer, Func<int, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isExpected(await SwapCluster.SendAsync(producer))) await Task.Delay(20, patience.Token);
    }
}
