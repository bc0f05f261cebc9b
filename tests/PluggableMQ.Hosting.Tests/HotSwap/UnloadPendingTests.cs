using System.Text.Json.Nodes;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosts.Cli.Plugins;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>A plugin that goes on holding its own code after it was exchanged, and what operators see of it.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class UnloadPendingTests
{
    private const string Id = "Fixtures.Stubborn";

    [Fact]
    public async Task Exchanged_PluginThatPinsItself_IsShownWithAgeAndHoldersUntilItLetsGo()
    {
        await using var cluster = await SwapCluster.StartAsync("{}");
        await using var producer = await cluster.StartProducerAsync();
        var pin = Path.Combine(cluster.PluginDirectory, "pin");
        await File.WriteAllTextAsync(pin, "");
        Install(cluster);
        var options = new JsonObject { [Id] = new JsonObject { ["pin"] = pin } };
        cluster.WriteManifest(new JsonObject { ["addressing"] = "stubborn", ["options"] = options }.ToJsonString());
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);

        Assert.Equal(PluginStatus.Active, cluster.Host.Catalog.Find(Id)!.Status);

        cluster.WriteManifest("{}");
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        await cluster.Host.SettleAsync();

        var reports = new PluginReports(cluster.Host);
        var retired = Assert.Single(reports.Find(Id)!.Retired);
        Assert.Equal((1, "1.0.0", PluginStatus.UnloadPending), (retired.Generation, retired.Version, retired.Status));
        Assert.True(retired.AgeSeconds > 0);
        const string Holder = "likely the static Timer Fixtures.Stubborn.StubbornPlugin._pin (Fixtures.Stubborn.dll)";
        Assert.Equal(Holder, retired.Holders[0]);
        Assert.Matches(@"generation 1 \(1\.0\.0\) is UnloadPending for \d+ s, held by: " + Pattern(Holder), List(reports));
        Assert.Matches(@"retired +generation 1 \(1\.0\.0\) is UnloadPending for \d+ s, held by: " + Pattern(Holder), Show(reports));

        File.Delete(pin);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (reports.Find(Id)!.Retired[0].Status != PluginStatus.Unloaded)
        {
            GC.Collect();
            await Task.Delay(50, patience.Token);
        }

        Assert.Empty(reports.Find(Id)!.Retired[0].Holders);
        Assert.DoesNotContain("generation 1", List(reports), StringComparison.Ordinal);
        Assert.Contains("generation 1 (1.0.0) is Unloaded for", Show(reports), StringComparison.Ordinal);
    }

    private static void Install(SwapCluster cluster)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cluster.PluginDirectory, Id)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", Id)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static string List(PluginReports reports) => Unwrapped(output => PluginTable.Write(output, reports.ReadAll(), []));

    private static string Show(PluginReports reports) => Unwrapped(output => new PluginSheet(output, reports.Find(Id)!).Write());

    // Lines end at 100 columns, between words.
    private static string Unwrapped(Action<TextWriter> write)
    {
        using var output = new StringWriter();
        write(output);
        return string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Pattern(string text) => System.Text.RegularExpressions.Regex.Escape(text).Replace("\\ ", " ", StringComparison.Ordinal);
}
