using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Tests.Misbehaviour;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>New generations that fail, wherever they can: the old ones serve on, all else is exchanged, and operators read which, where and why.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class FaultySuccessorTests
{
    private const string Id = "Fixtures.Faulty";
    private const string Swapping = """{ "queueSelection": "swap" }""";
    private const string Both = """{ "queueSelection": "swap", "rpcHooks": ["faulty"] }""";

    public static TheoryData<string, PluginPhase, string> Faults => new()
    {
        { "load-fails", PluginPhase.Load, "BadImageFormatException" },
        { "configure-throws", PluginPhase.Activate, "NullReferenceException" },
        { "factory-cancels", PluginPhase.Activate, "factory-cancels as told" },
        { "policy-throws", PluginPhase.Activate, "policy-throws as told" },
        { "stage-throws", PluginPhase.Activate, "stage-throws as told" },
        { "text-throws", PluginPhase.Activate, "text-throws as told" },
        { "start-throws", PluginPhase.Start, "start-throws as told" },
        { "start-never-ends", PluginPhase.Start, "it has 10 seconds" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Successor_Fails_TheOldOneServesAndAllElseIsExchanged(string fault, PluginPhase phase, string reason)
    {
        await using var cluster = await StartAsync();
        await using var producer = await cluster.StartProducerAsync();
        Assert.Equal(1, await SwapCluster.SendAsync(producer));

        cluster.InstallFaulty(fault);
        cluster.Install(2);
        cluster.WriteManifest("""{ "queueSelection": "swap", "rpcHooks": ["faulty", "metrics"] }""");
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal((2, 2), (await SwapCluster.SendAsync(producer), cluster.Marks["ok"]));
        Assert.Contains(report.Swapped, s => s.StartsWith("rpcHook 'metrics' of the client: ", StringComparison.Ordinal));
        var problem = Assert.Single(report.Problems);
        Assert.Contains($"{Id} 1.0.0 in {Path.Combine(cluster.PluginDirectory, Id)} failed ({phase}): ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        var faulty = cluster.Host.Catalog.Find(Id)!;
        Assert.Equal((1, PluginReloadOutcome.Failed, PluginStatus.Active), (faulty.GenerationNumber, faulty.LastReload!.Outcome, faulty.Status));
        Assert.Null(cluster.Host.ManifestProblem);
        Assert.Contains(reason, Assert.Single(new PluginReports(cluster.Host).ReadHealth().Warnings), StringComparison.Ordinal);
        await cluster.Host.SettleAsync();
        Assert.All(cluster.Host.Catalog.Retired, r => Assert.Equal((PluginStatus.Unloaded, 0), (r.Status, r.Holders.Count)));
    }

    [Theory]
    [InlineData("load-fails", PluginPhase.Load)]
    [InlineData("configure-throws", PluginPhase.Activate)]
    [InlineData("start-throws", PluginPhase.Start)]
    public async Task NewPlugin_Fails_IsMarkedWithThePhaseOnce(string fault, PluginPhase phase)
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();

        cluster.InstallFaulty(fault);
        cluster.WriteManifest(Both);
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(1, await SwapCluster.SendAsync(producer));
        var faulty = cluster.Host.Catalog.Find(Id)!;
        Assert.Equal((PluginStatus.Failed, (PluginPhase?)phase), (faulty.Status, faulty.FailedIn));
        Assert.DoesNotContain("failed (", faulty.Reason, StringComparison.Ordinal);
        Assert.Contains(report.Problems, p => p.Contains($"Failed ({phase}): {faulty.Reason}", StringComparison.Ordinal));
        Assert.Contains($"Failed ({phase}): ", cluster.Host.ManifestProblem, StringComparison.Ordinal);
        Assert.Contains(new PluginReports(cluster.Host).ReadHealth().Warnings, w => w.Contains(faulty.Reason!, StringComparison.Ordinal));

        cluster.InstallFaulty();
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["ok"]);
    }

    [Fact]
    public async Task Successor_Throws_ItsStackIsLogged()
    {
        using var log = new LogCollector();
        await using var cluster = await StartAsync(log: log);

        cluster.InstallFaulty("configure-throws");
        await cluster.Host.ReloadAsync();

        Assert.Contains("at Fixtures.Faulty.FaultyPlugin.Configure(", Assert.Single(log.GetStacks("PluginNotSwapped")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strategy_Throws_ItsStackIsLogged()
    {
        using var log = new LogCollector();
        await using var cluster = await StartAsync("""{ "queueSelection": "faulty" }""", "select-throws", log);
        await using var producer = await cluster.StartProducerAsync();

        await SwapCluster.SendAsync(producer);

        Assert.Matches(@"at Fixtures\.Faulty\.FaultyStrategy\.\S*Select\(", Assert.Single(log.GetStacks("StrategyMisbehaved")));
    }

    [Fact]
    public async Task Successor_Fails_ThoseThatRequireItStayWithTheOldOneToo()
    {
        const string manifest = """{ "rpcHooks": ["faulty", "dependent"] }""";
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var producer = await cluster.StartProducerAsync();
        cluster.InstallFaulty();
        cluster.InstallFaulty(id: "Fixtures.Dependent", requires: Id);
        cluster.WriteManifest(manifest);
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);

        cluster.InstallFaulty("start-throws");
        var report = await cluster.Host.ReloadAsync();

        var (faulty, dependent) = (cluster.Host.Catalog.Find(Id)!, cluster.Host.Catalog.Find("Fixtures.Dependent")!);
        Assert.Equal((1, 1), (faulty.GenerationNumber, dependent.GenerationNumber));
        Assert.Same(faulty, Assert.Single(dependent.Requires));
        Assert.Equal(2, report.Problems.Count);
        Assert.Contains($"it requires {Id} 1.0.0, which could not be put into use: ", dependent.LastReload!.Reason, StringComparison.Ordinal);
        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["ok"]);

        cluster.InstallFaulty("mended");
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        var successor = cluster.Host.Catalog.Find(Id)!;
        Assert.Same(successor, Assert.Single(cluster.Host.Catalog.Find("Fixtures.Dependent")!.Requires));
        Assert.NotSame(faulty, successor);
    }

    [Fact]
    public async Task Successor_Fails_ANewOneThatRequiresItIsNotUsed()
    {
        await using var cluster = await StartAsync();
        await using var producer = await cluster.StartProducerAsync();

        cluster.InstallFaulty("start-throws");
        cluster.InstallFaulty(id: "Fixtures.Dependent", requires: Id);
        cluster.WriteManifest("""{ "queueSelection": "swap", "rpcHooks": ["faulty", "dependent"] }""");
        await cluster.Host.ReloadAsync();

        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["ok"]);
        var dependent = cluster.Host.Catalog.Find("Fixtures.Dependent")!;
        Assert.Equal((PluginStatus.Failed, (PluginPhase?)PluginPhase.Order, 0), (dependent.Status, dependent.FailedIn, dependent.GenerationNumber));
        Assert.Contains("Failed (Order): it requires Fixtures.Faulty 1.0.0", cluster.Host.ManifestProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HigherVersion_InAnotherFolderFails_TheLowerOneServesAndThereIsOneOfIt()
    {
        await using var cluster = await StartAsync();
        await using var producer = await cluster.StartProducerAsync();

        cluster.InstallFaulty("configure-throws", version: "1.1.0", folder: "Newer");
        var report = await cluster.Host.ReloadAsync();

        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["ok"]);
        Assert.Contains("1.1.0 in ", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Single(cluster.Host.Catalog.Entries, e => e.Id == Id);

        cluster.InstallFaulty("mended", version: "1.1.0", folder: "Newer");
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        await SwapCluster.SendAsync(producer);
        Assert.Equal(1, cluster.Marks["mended"]);
    }

    [Fact]
    public async Task PluginInForce_AnotherUseOfItFails_TheManifestIsRefusedAndTheRestExchanged()
    {
        await using var cluster = await StartAsync(fault: "strategy-start-throws");
        await using var producer = await cluster.StartProducerAsync();

        cluster.Install(2);
        cluster.WriteManifest("""{ "queueSelection": "faulty", "rpcHooks": ["faulty"] }""");
        var report = await cluster.Host.ReloadAsync();

        Assert.Equal(2, await SwapCluster.SendAsync(producer));
        Assert.Equal(1, cluster.Marks["strategy-start-throws"]);
        var problem = Assert.Single(report.Problems);
        Assert.Contains($"failed ({PluginPhase.Start}): queueSelection 'faulty' of the client did not start", problem, StringComparison.Ordinal);
        Assert.Equal(problem, cluster.Host.ManifestProblem);
        Assert.Equal(PluginStatus.Active, cluster.Host.Catalog.Find(Id)!.Status);
    }

    [Fact]
    public async Task Producer_ThatCameDuringTheExchange_CannotTakeTheNewOne_ItIsSaid()
    {
        await using var cluster = await SwapCluster.StartAsync(Swapping);
        await using var first = await cluster.StartProducerAsync();
        using var gate = new TestGate();
        cluster.InstallFaulty($"second-start-throws {gate.Key}");
        cluster.WriteManifest("""{ "queueSelection": "faulty" }""");

        var reload = Task.Run(() => cluster.Host.ReloadAsync());
        Assert.Equal("second-start-throws", await gate.ReadAsync());
        await using var second = await cluster.StartProducerAsync("late");
        gate.Release();
        var report = await reload;

        Assert.Equal((0, 1), (await SwapCluster.SendAsync(first), await SwapCluster.SendAsync(second)));
        Assert.Contains("keeps what it has", Assert.Single(report.Problems), StringComparison.Ordinal);
        var faulty = cluster.Host.Catalog.Find(Id)!;
        Assert.Equal((PluginStatus.Active, PluginReloadOutcome.Failed), (faulty.Status, faulty.LastReload!.Outcome));
        Assert.Contains("second-start-throws as told", Assert.Single(new PluginReports(cluster.Host).ReadHealth().Warnings), StringComparison.Ordinal);

        cluster.InstallFaulty();
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        Assert.Equal((0, 0), (await SwapCluster.SendAsync(first), await SwapCluster.SendAsync(second)));
        Assert.Equal(PluginReloadOutcome.Swapped, cluster.Host.Catalog.Find(Id)!.LastReload!.Outcome);
    }

    private static async Task<SwapCluster> StartAsync(string manifest = Both, string fault = "ok", LogCollector? log = null)
    {
        var cluster = await SwapCluster.StartAsync(Swapping, log: log);
        cluster.InstallFaulty(fault);
        cluster.WriteManifest(manifest);
        Assert.Empty((await cluster.Host.ReloadAsync()).Problems);
        return cluster;
    }
}
