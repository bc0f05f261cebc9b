using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>What plugins made for a role: which instances there are, what is to be started with the role, and the places where they can be exchanged.</summary>
/// <param name="catalog">Makes them.</param>
/// <param name="role">The role, for people.</param>
/// <param name="settings">What the role uses at first.</param>
/// <param name="logger">For what fails to stop.</param>
/// <param name="gate">Held while plugins are exchanged: nothing is taken away meanwhile.</param>
/// <remarks>Plugins are called through <see cref="PluginInstance"/> and the catalog, which wait for none of them without a limit.</remarks>
internal sealed class RolePlugins(PluginCatalog catalog, HostRole role, RoleSettings settings, ILogger logger, SemaphoreSlim gate) : IAsyncDisposable
{
    /// <summary>How long a stop waits for an exchange that is under way; longer than one plugin may hang in it.</summary>
    public static readonly TimeSpan GateLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly List<PluginInstance> _instances = [];
    private readonly List<SwapTarget> _targets = [];
    private readonly HashSet<Task> _releases = [];
    private bool _isTaken;
    private bool _isDisposed;
    private volatile bool _isTracing = HasTracing(settings);

    /// <summary>What the role uses. Replaced when plugins are exchanged.</summary>
    public RoleSettings Settings { get; private set; } = settings;

    /// <summary>Whether the settings name a trace dispatcher. Cheap: asked for every send.</summary>
    public bool IsTracing => _isTracing;

    /// <summary>Where something can be exchanged.</summary>
    public IReadOnlyList<SwapTarget> Targets
    {
        get
        {
            lock (_lock) return [.. _targets];
        }
    }

    /// <summary>What is being released and not waited for by whoever asked for it.</summary>
    public IReadOnlyList<Task> Releases
    {
        get
        {
            lock (_lock) return [.. _releases];
        }
    }

    /// <summary>Puts other settings into force for what is made from now on.</summary>
    public void Use(RoleSettings next)
    {
        lock (_lock) Settings = next;
        _isTracing = HasTracing(next);
    }

    /// <summary>Those that want to be started with the host. What is made after this call is started when it is made.</summary>
    public IReadOnlyList<ILifecycleParticipant> TakeParticipants()
    {
        lock (_lock)
        {
            _isTaken = true;
            return [.. _instances.Where(i => i.IsParticipant)];
        }
    }

    /// <summary>Makes an instance that lives as long as the role.</summary>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        TContract value;
        PluginInstance instance;
        lock (_lock)
        {
            var entry = Settings.Selections.First(s => s.Selection.Kind == kind && s.Selection.Name == name).Plugin;
            (value, instance) = MakeIdle(entry, kind, name, context);
        }

        StartIfLate(instance, () => ReleaseAsync(instance));
        return value;
    }

    /// <summary>Makes a producer's strategy, which is exchanged when the settings say so.</summary>
    public IQueueSelectionStrategy CreateStrategy(QueueSelectionContext context)
    {
        var slot = AddSlot(PluginKinds.QueueSelection, context);
        return new SwappableStrategy(slot.Target, slot);
    }

    /// <summary>Makes a producer's trace dispatcher, which is exchanged when the settings say so.</summary>
    public ITraceDispatcher CreateTraceDispatcher(TraceDispatcherContext context)
    {
        var slot = AddSlot(PluginKinds.Tracing, context, NoTracing.Instance);
        return new SwappableTraceDispatcher(slot.Target, slot);
    }

    /// <summary>Makes an address lookup, which is exchanged when the settings say so.</summary>
    public SwappableAddressing CreateAddressing(TopAddressingContext context)
    {
        var slot = AddSlot(PluginKinds.Addressing, context);
        return new SwappableAddressing(slot.Target, slot);
    }

    /// <summary>Makes a place where something can be exchanged, and adds it.</summary>
    public TTarget Add<TTarget>(Func<TTarget> make) where TTarget : SwapTarget
    {
        // Under the lock to the end: what is made by settings that are about to be replaced is among the targets when they are.
        lock (_lock)
        {
            var target = make();
            _targets.Add(target);
            return target;
        }
    }

    /// <summary>Takes a place away and releases what is in use there. Does not overlap with an exchange, unless that takes too long.</summary>
    public async ValueTask RemoveAsync<TContract, TContext>(PluginSlot<TContract, TContext> slot)
        where TContract : class
        where TContext : class
    {
        var isHeld = await gate.WaitAsync(GateLimit);
        bool isOurs;
        lock (_lock) isOurs = _targets.Remove(slot);
        if (isHeld) gate.Release();
        // What an exchange may still put there goes with the role.
        if (isOurs && slot.Instance is { } instance) await ReleaseAsync(instance);
    }

    /// <summary>Makes an instance; one that wants to be started is started with the role, or now when the role was.</summary>
    public (TContract Value, PluginInstance Instance) Make<TContract, TContext>(PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var made = MakeIdle(entry, kind, name, context);
        StartIfLate(made.Instance, () => ReleaseAsync(made.Instance));
        return made;
    }

    /// <summary>Makes an instance and leaves its start to others.</summary>
    public (TContract Value, PluginInstance Instance) MakeIdle<TContract, TContext>(
        PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var (value, lease) = catalog.Create(entry, kind, name, context, $"{kind} '{name}' of the {role.ToString().ToLowerInvariant()}");
        var instance = new PluginInstance(value, entry, lease);
        try
        {
            PluginCall.Run(
                () =>
                {
                    instance.Describe();
                    return true;
                },
                $"The text of {instance.Use}, {entry},");
        }
        catch (Exception e)
        {
            Track(ReleaseAsync(instance));
            throw PluginException.Failed(entry, PluginPhase.Activate, $"{instance.Use} cannot be used: {e.GetType().Name}: {e.Message}", e);
        }

        lock (_lock)
        {
            _instances.Add(instance);
            if (!_isDisposed) return (value, instance);
        }

        Track(ReleaseAsync(instance));
        throw new ObjectDisposedException($"the {role.ToString().ToLowerInvariant()}");
    }

    /// <summary>Makes an instance and starts it.</summary>
    public async Task<(TContract Value, PluginInstance Instance)> MakeStartedAsync<TContract, TContext>(
        PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context, CancellationToken cancellationToken)
        where TContract : class
        where TContext : class
    {
        var (value, instance) = MakeIdle(entry, kind, name, context);
        try
        {
            await StartAsync(instance, cancellationToken);
            return (value, instance);
        }
        catch
        {
            // Whoever waits for the gate does not wait for that, too.
            Track(ReleaseAsync(instance));
            throw;
        }
    }

    /// <summary>Stops and disposes an instance; its plugin goes out of service when that was its last. A failure is logged.</summary>
    public async Task ReleaseAsync(PluginInstance instance)
    {
        await EndAsync(instance);
        catalog.RetireIfIdle(instance.Entry);
    }

    /// <summary>Releases all instances, the youngest first; one after the other, until that takes too long. Failures are logged.</summary>
    public async ValueTask DisposeAsync()
    {
        PluginInstance[] instances;
        lock (_lock)
        {
            _isDisposed = true;
            instances = [.. Enumerable.Reverse(_instances)];
            _targets.Clear();
        }

        using var over = new CancellationTokenSource(PluginCall.Limit);
        var ends = new List<Task>();
        foreach (var instance in instances)
        {
            ends.Add(EndAsync(instance));
            await ends[^1].WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(ends);
    }

    private static bool HasTracing(RoleSettings settings) => settings.Selections.Any(s => s.Selection.Kind == PluginKinds.Tracing);

    private PluginSlot<TContract, TContext> AddSlot<TContract, TContext>(PluginKind<TContract, TContext> kind, TContext context, TContract? none = null)
        where TContract : class
        where TContext : class
    {
        var slot = Add(() => new PluginSlot<TContract, TContext>(this, kind, context, none));
        // Outside of the lock: what is started may make something else, on another thread.
        if (slot.Instance is { } instance) StartIfLate(instance, () => RemoveAsync(slot).AsTask());
        return slot;
    }

    // A producer that is made while the host runs has its strategy made in a factory that cannot wait. Rare, and off every hot path.
    private void StartIfLate(PluginInstance instance, Func<Task> undo)
    {
        if (!instance.IsParticipant) return;
        lock (_lock)
        {
            if (!_isTaken) return;
        }

        try
        {
            Task.Run(() => StartAsync(instance, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch
        {
            Track(undo());
            throw;
        }
    }

    // A new instance that does not get ready holds up whoever waits for it.
    private static async Task StartAsync(PluginInstance instance, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            limit.CancelAfter(PluginCall.Limit);
            await instance.StartAsync(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is not PluginException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var reason = limit.IsCancellationRequested
                ? $"it has {PluginCall.Limit.TotalSeconds:0} seconds, and was not ready then."
                : $"{e.GetType().Name}: {e.Message}";
            throw PluginException.Failed(instance.Entry, PluginPhase.Start, $"{instance.Use} did not start: {reason}", e);
        }
    }

    private async Task EndAsync(PluginInstance instance)
    {
        await instance.ReleaseAsync(e => logger.StopFailed(instance.ToString(), instance.Stage, e));
        lock (_lock) _instances.Remove(instance);
    }

    private void Track(Task release)
    {
        lock (_lock) _releases.Add(release);
        release.ContinueWith(
            done =>
            {
                lock (_lock) _releases.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
