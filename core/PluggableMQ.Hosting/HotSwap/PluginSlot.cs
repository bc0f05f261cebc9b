using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>One instance in use: a producer's strategy or trace dispatcher, a role's address lookup.</summary>
/// <typeparam name="TContract">The SPI.</typeparam>
/// <typeparam name="TContext">What its factories are given.</typeparam>
internal sealed class PluginSlot<TContract, TContext> : SwapTarget, IAsyncDisposable
    where TContract : class
    where TContext : class
{
    private readonly RolePlugins _role;
    private readonly PluginKind<TContract, TContext> _kind;
    private readonly TContext _context;
    private readonly TContract? _none;
    private string? _name;

    /// <summary>Makes the first instance, which is not started yet.</summary>
    /// <param name="role">The role.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="context">What the factories are given.</param>
    /// <param name="none">What is used while the settings name nothing of the kind; null when they always do.</param>
    public PluginSlot(RolePlugins role, PluginKind<TContract, TContext> kind, TContext context, TContract? none)
    {
        _role = role;
        _kind = kind;
        _context = context;
        _none = none;
        var (name, entry) = Select(role.Settings);
        _name = name;
        if (entry is null)
        {
            Target = new Swappable<TContract>(none!);
            return;
        }

        (var instance, Instance) = role.MakeIdle(entry, kind, name!, context);
        Target = new Swappable<TContract>(instance);
    }

    /// <summary>What users go through.</summary>
    public Swappable<TContract> Target { get; }

    /// <summary>What is in use now; null when nothing is.</summary>
    public PluginInstance? Instance { get; private set; }

    /// <inheritdoc/>
    public override bool IsAffected(RoleSettings next)
    {
        var (name, entry) = Select(next);
        return name != _name || entry != Instance?.Entry;
    }

    /// <inheritdoc/>
    public override async Task<PreparedSwap> PrepareAsync(RoleSettings next, CancellationToken cancellationToken)
    {
        var (name, entry) = Select(next);
        PluginInstance? made = null;
        var instance = _none!;
        if (entry is not null) (instance, made) = await _role.MakeStartedAsync(entry, _kind, name!, _context, cancellationToken);
        return new PreparedSwap(_role, List(made), List(Instance), () =>
        {
            _name = name;
            Instance = made;
            return Target.Exchange(instance);
        });
    }

    /// <summary>Its user is done with it.</summary>
    public ValueTask DisposeAsync() => _role.RemoveAsync(this);

    private static PluginInstance[] List(PluginInstance? instance) => instance is null ? [] : [instance];

    private (string? Name, PluginEntry? Entry) Select(RoleSettings settings)
    {
        var (selection, entry) = settings.Selections.FirstOrDefault(s => s.Selection.Kind == _kind);
        return (selection?.Name, entry);
    }
}
