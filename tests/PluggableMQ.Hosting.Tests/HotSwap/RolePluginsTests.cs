using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Hosting.Tests.HotSwap;

public sealed class RolePluginsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<string> _events = new();
    private readonly LogCollector _log = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly RecordingPlugin _plugin;
    private readonly PluginCatalog _catalog;
    private readonly PluginEntry _entry;
    private readonly RolePlugins _role;

    public RolePluginsTests()
    {
        _plugin = new RecordingPlugin(_events);
        _catalog = PluginCatalog.Open(new PluginCatalogOptions { CompiledIn = [new CompiledInPlugin(_plugin)] });
        _entry = _catalog.Resolve(PluginKinds.Addressing, "recording");
        var settings = new RoleSettings(
            [(new Selection(PluginKinds.Addressing, "recording", "addressing"), _entry)], new Dictionary<string, PluginOptionValues>(), [], [], [], new AdminOptions());
        _role = new RolePlugins(_catalog, HostRole.Client, settings, _log, _gate);
    }

    private IReadOnlyList<string> Holders => _entry.Generation!.Holders;

    public async ValueTask DisposeAsync()
    {
        _plugin.Released.TrySetResult();
        await _role.DisposeAsync();
        await _catalog.DisposeAsync();
        _gate.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Create_AfterTheHostTookItsParticipants_IsStartedAtOnceAndStoppedBeforeItIsDisposed()
    {
        Make();
        Assert.Single(_role.TakeParticipants());
        Assert.Empty(_events);
        Make();
        Assert.Equal(["start 2"], _events);

        await _role.DisposeAsync();

        Assert.Equal(["start 2", "stop 2", "dispose 2", "dispose 1"], _events);
        Assert.Contains(PluginPhase.Start, _entry.Timings.Keys);
        Assert.Empty(Holders);
    }

    [Fact]
    public async Task StartAsync_OfOneThatAnExchangeHasStarted_StartsItOnce()
    {
        var made = await _role.MakeStartedAsync(_entry, PluginKinds.Addressing, "recording", Context, CancellationToken.None);
        var participant = Assert.Single(_role.TakeParticipants());
        Assert.Same(made.Instance, participant);

        await participant.StartAsync(CancellationToken.None);
        await participant.StopAsync(CancellationToken.None);
        await _role.DisposeAsync();

        Assert.Equal(["start 1", "stop 1", "dispose 1"], _events);
    }

    [Fact]
    public async Task CreateAddressing_LateAndDoesNotStart_FailsAndLeavesNothing()
    {
        _role.TakeParticipants();
        _plugin.OnStart = static _ => throw new IOException("no room");

        var failure = Assert.Throws<PluginException>(() => _role.CreateAddressing(Context));

        Assert.Contains("did not start: IOException: no room", failure.Message, StringComparison.Ordinal);
        await Task.WhenAll(_role.Releases).WaitAsync(Patience);
        Assert.Equal(["start 1", "stop 1", "dispose 1"], _events);
        Assert.Empty(_role.Targets);
        Assert.Empty(Holders);
    }

    [Fact]
    public async Task CreateAddressing_LateAndItsStartBlocks_FailsAndHoldsUpNoOther()
    {
        _role.TakeParticipants();
        var fine = _role.CreateAddressing(Context);
        _plugin.OnStart = plugin =>
        {
            plugin.Released.Task.Wait();
            return default;
        };

        var late = Task.Run(() => _role.CreateAddressing(Context));
        await UntilAsync(() => _events.Contains("start 2"));
        await fine.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Contains("dispose 1", _events);

        Assert.Contains("it has 10 seconds", (await Assert.ThrowsAsync<PluginException>(() => late.WaitAsync(Patience))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAddressing_ItsStartMakesAnotherOneElsewhere_IsNoDeadlock()
    {
        _role.TakeParticipants();
        _plugin.OnStart = async plugin =>
        {
            plugin.OnStart = null;
            await Task.Yield();
            _role.CreateAddressing(Context);
        };

        await Task.Run(() => _role.CreateAddressing(Context)).WaitAsync(Patience);

        Assert.Equal(["start 1", "start 2"], _events);
    }

    [Fact]
    public async Task DisposeAsync_StopsThrow_DisposesAllTheSame()
    {
        _role.TakeParticipants();
        Make();
        Make();
        _plugin.OnStop = static () => throw new IOException("not now");

        await _role.DisposeAsync();

        Assert.Equal(["start 1", "start 2", "stop 2", "dispose 2", "stop 1", "dispose 1"], _events);
        Assert.Equal(2, _log.Get("StopFailed").Count);
        Assert.Empty(Holders);
    }

    [Fact]
    public async Task DisposeAsync_DisposalsThrow_DisposesTheRestAndGivesTheLeasesBack()
    {
        Make();
        Make();
        _plugin.OnDispose = static () => throw new IOException("not now");

        await _role.DisposeAsync();

        Assert.Equal(["dispose 2", "dispose 1"], _events);
        Assert.Empty(Holders);
    }

    [Fact]
    public async Task DisposeAsync_OneNeverEnds_IsLeftBehindAndNamed()
    {
        Make();
        Make();
        var isFirst = true;
        _plugin.OnDispose = () =>
        {
            if (!isFirst) return;
            isFirst = false;
            _plugin.Released.Task.Wait();
        };

        await _role.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal(["dispose 2", "dispose 1"], _events);
        Assert.Single(_log.Get("StopFailed"));
        Assert.Equal("addressing 'recording' of the client", Assert.Single(Holders));
        _plugin.Released.SetResult();
        await UntilAsync(() => Holders.Count == 0);
    }

    [Fact]
    public async Task RemoveAsync_AnExchangeDoesNotEnd_GoesOnWithoutIt()
    {
        var addressing = _role.CreateAddressing(Context);
        await _gate.WaitAsync();

        await addressing.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal(["dispose 1"], _events);
    }

    private static TopAddressingContext Context => new(HostRole.Client, [], null, TimeProvider.System, NullLoggerFactory.Instance);

    private void Make() => _role.Create(PluginKinds.Addressing, "recording", Context);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(10, patience.Token);
    }

    private sealed class RecordingPlugin(ConcurrentQueue<string> events) : IPlugin
    {
        private int _made;

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<RecordingPlugin, ValueTask>? OnStart { get; set; }

        public Action? OnStop { get; set; }

        public Action? OnDispose { get; set; }

        public void Configure(IPluginRegistry registry, IPluginContext context)
            => registry.Add(PluginKinds.Addressing, "recording", _ => new Recording(Interlocked.Increment(ref _made), events, this));
    }

    private sealed class Recording(int number, ConcurrentQueue<string> events, RecordingPlugin plugin) : ITopAddressing, ILifecycleParticipant, IDisposable
    {
        public int Stage => LifecycleStage.Plugins;

        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => new([]);

        public ValueTask StartAsync(CancellationToken cancellationToken)
        {
            events.Enqueue($"start {number}");
            return plugin.OnStart?.Invoke(plugin) ?? default;
        }

        public ValueTask StopAsync(CancellationToken cancellationToken)
        {
            events.Enqueue($"stop {number}");
            plugin.OnStop?.Invoke();
            return default;
        }

        public void Dispose()
        {
            events.Enqueue($"dispose {number}");
            plugin.OnDispose?.Invoke();
        }
    }
}
