using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Tests.Misbehaviour;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>Plugins that hang: exchanged they are left behind, and dropped in they hold up neither what runs nor its end.</summary>
[Collection(HotSwapCollection.Name)]
public sealed class HungPluginTests : IDisposable
{
    private const string Round = """ "queueSelection": "round-robin" """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TestGate _gate = new();

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData("never-ends")]
    [InlineData("blocks")]
    public async Task Dispatcher_ThatHangs_IsReplacedByAnExchange(string dispatcher)
    {
        await using var cluster = await SwapCluster.StartAsync("""{ "tracing": "swap" }""");
        var producer = await cluster.StartProducerAsync();
        await ReloadAsync(cluster, $$""" "tracing": "{{dispatcher}}" """);
        await SwapCluster.SendAsync(producer);
        Assert.Equal("dispatching", await _gate.ReadAsync());

        await ReloadAsync(cluster, """ "tracing": "swap" """);

        await TracesComeAsync(cluster, producer);
        await EndAsync(cluster, producer);
    }

    [Theory]
    [InlineData(""" "queueSelection": "blocks-made" """, "")]
    [InlineData(""" "queueSelection": "blocks-started" """, "")]
    [InlineData(""" "queueSelection": "well-behaved" """, """ , "blockConfigure": true """)]
    public async Task NewPlugin_ThatBlocks_IsRefusedAndHoldsUpNothing(string selection, string options)
    {
        await using var cluster = await SwapCluster.StartAsync($"{{ {Round} }}");
        var producer = await cluster.StartProducerAsync();
        InstallMisbehaving(cluster);
        Write(cluster, selection, options);
        var reload = Task.Run(() => cluster.Host.ReloadAsync());

        // What runs goes on meanwhile, and ends.
        while (!reload.IsCompleted)
        {
            await SwapCluster.SendAsync(producer);
            await Task.Delay(100);
        }

        var report = await reload;
        Assert.Empty(report.Swapped);
        Assert.Contains(report.Problems, p => p.Contains("10 seconds", StringComparison.Ordinal));
        await EndAsync(cluster, producer);
    }

    [Fact]
    public async Task Host_EndsWhileANewPluginBlocks_IsNotHeldUp()
    {
        await using var cluster = await SwapCluster.StartAsync($"{{ {Round} }}");
        var producer = await cluster.StartProducerAsync();
        InstallMisbehaving(cluster);
        Write(cluster, """ "queueSelection": "blocks-started" """, "");
        var reload = Task.Run(() => cluster.Host.ReloadAsync());

        // It may be anywhere on its way.
        await EndAsync(cluster, producer);

        await ((Task)reload).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Fact]
    public async Task Host_APluginIsNeverDisposed_EndsAndNamesIt()
    {
        using var log = new LogCollector();
        var released = new TaskCompletionSource();
        var host = PluginHost.Open(new PluginHostOptions
        {
            PluginDirectories = [],
            CompiledIn = [.. CompiledInPlugins.All(), new CompiledInPlugin(new NeverDisposedPlugin(released.Task)) { Id = "NeverDisposed" }],
            Role = HostRole.Client,
            LoggerFactory = log,
        });

        await host.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Contains("NeverDisposed", Assert.Single(log.Get("PluginStopFailed")), StringComparison.Ordinal);
        released.SetResult();
    }

    private async Task ReloadAsync(SwapCluster cluster, string selection)
    {
        InstallMisbehaving(cluster);
        Write(cluster, selection, "");
        var report = await cluster.Host.ReloadAsync();
        Assert.Empty(report.Problems);
        Assert.Single(report.Swapped);
    }

    private void Write(SwapCluster cluster, string selection, string options)
        => cluster.WriteManifest($$""" { {{selection}}, "options": { "Fixtures.Misbehaving": { "gate": "{{_gate.Key}}" {{options}} } } } """);

    private static void InstallMisbehaving(SwapCluster cluster)
    {
        var target = Path.Combine(cluster.PluginDirectory, "Fixtures.Misbehaving");
        if (Directory.Exists(target)) return;
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Misbehaving")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private static async Task TracesComeAsync(SwapCluster cluster, Producer producer)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await SwapCluster.SendAsync(producer);
            try
            {
                if ((await cluster.ReadAllAsync("Traces")).Count > 0) return;
            }
            catch (MqClientException)
            {
                // The topic comes with the first record.
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task EndAsync(SwapCluster cluster, Producer producer)
    {
        await producer.ShutdownAsync().AsTask().WaitAsync(Patience);
        await cluster.Client.DisposeAsync().AsTask().WaitAsync(Patience);
        await cluster.Host.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private sealed class NeverDisposedPlugin(Task released) : IPlugin, IAsyncDisposable
    {
        public void Configure(IPluginRegistry registry, IPluginContext context)
        {
        }

        public async ValueTask DisposeAsync() => await released;
    }
}
