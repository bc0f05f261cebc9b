using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>What plugins made for a role: which instances there are, what is to be started with the role, and the places where they can be exchanged.</summary>
/// <param name="catalog">Makes them.</param>
/// <param name="role">The role, for people.</param>
/// <param name="settings">What the role uses at first.</param>
/// <param name="logger">For what fails to stop.</param>
/// <param name="gate">Held while plugins are exchanged: nothing is taken away meanwhile.</param>
internal sealed class RolePlugins(PluginCatalog catalog, HostRole role, RoleSettings settings, ILogger logger, SemaphoreSlim gate) : IAsyncDisposable
{
    // A new instance that does not get ready holds up everything that waits for the gate.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<PluginInstance> _instances = [];
    private readonly List<SwapTarget> _targets = [];
    private bool _isTaken;
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
        lock (_lock)
        {
            var entry = Settings.Selections.First(s => s.Selection.Kind == kind && s.Selection.Name == name).Plugin;
            return Make(entry, kind, name, context).Value;
        }
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

    /// <summary>Takes a place away and releases what is in use there. Does not overlap with an exchange.</summary>
    public async ValueTask RemoveAsync<TContract, TContext>(PluginSlot<TContract, TContext> slot)
        where TContract : class
        where TContext : class
    {
        await gate.WaitAsync();
        try
        {
            lock (_lock)
            {
                if (!_targets.Remove(slot)) return;
            }

            if (slot.Instance is { } instance) await ReleaseAsync(instance);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Makes an instance; one that wants to be started is started with the role, or now when the role was.</summary>
    public (TContract Value, PluginInstance Instance) Make<TContract, TContext>(PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var (value, instance) = MakeIdle(entry, kind, name, context);
        bool isLate;
        lock (_lock) isLate = _isTaken;
        // A producer that is made while the host runs has its strategy made in a factory that cannot wait. Rare, and off every hot path.
        if (!isLate || !instance.IsParticipant) return (value, instance);
        try
        {
            instance.StartAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            return (value, instance);
        }
        catch
        {
            _ = ReleaseAsync(instance);
            throw;
        }
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
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartLimit);
            await instance.StartAsync(limit.Token).AsTask().WaitAsync(StartLimit, cancellationToken);
            return (value, instance);
        }
        catch (Exception e)
        {
            await ReleaseAsync(instance);
            if (e is PluginException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested)) throw;
            throw PluginException.Failed(entry, PluginPhase.Start, $"{instance.Use} did not start within {StartLimit.TotalSeconds:0} seconds.", e);
        }
    }

    /// <summary>Stops and disposes an instance; its plugin goes out of service when that was its last. A failure is logged.</summary>
    public async Task ReleaseAsync(PluginInstance instance)
    {
        lock (_lock) _instances.Remove(instance);
        try
        {
            await instance.ReleaseAsync();
        }
        catch (Exception e)
        {
            logger.StopFailed(instance.ToString(), instance.Stage, e);
        }

        catalog.RetireIfIdle(instance.Entry);
    }

    /// <summary>Releases all instances, the youngest first.</summary>
    public async ValueTask DisposeAsync()
    {
        PluginInstance[] instances;
        lock (_lock)
        {
            instances = [.. Enumerable.Reverse(_instances)];
            _instances.Clear();
            _targets.Clear();
        }

        foreach (var instance in instances) await instance.ReleaseAsync();
    }

    private static bool HasTracing(RoleSettings settings) => settings.Selections.Any(s => s.Selection.Kind == PluginKinds.Tracing);

    private PluginSlot<TContract, TContext> AddSlot<TContract, TContext>(PluginKind<TContract, TContext> kind, TContext context, TContract? none = null)
        where TContract : class
        where TContext : class
        => Add(() => new PluginSlot<TContract, TContext>(this, kind, context, none));

    private (TContract Value, PluginInstance Instance) MakeIdle<TContract, TContext>(PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var (value, lease) = catalog.Create(entry, kind, name, context, $"{kind} '{name}' of the {role.ToString().ToLowerInvariant()}");
        var instance = new PluginInstance(value, entry, lease);
        try
        {
            instance.Describe();
        }
        catch (Exception e)
        {
            _ = ReleaseAsync(instance);
            throw PluginException.Failed(entry, PluginPhase.Activate, $"{instance.Use} cannot be used: {e.GetType().Name}: {e.Message}", e);
        }

        lock (_lock) _instances.Add(instance);
        return (value, instance);
    }
}
