using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Composition;

/// <summary>What plugins made for a role: remembers what is to be started or disposed, and disposes it, the youngest first.</summary>
internal sealed class PluginInstances(PluginCatalog catalog) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<object> _instances = [];
    private readonly List<ILifecycleParticipant> _late = [];
    private bool _sealed;

    /// <summary>Those that want to be started with the host. What is made after this call is started when it is made.</summary>
    public IReadOnlyList<ILifecycleParticipant> TakeParticipants()
    {
        lock (_lock)
        {
            _sealed = true;
            return [.. _instances.OfType<ILifecycleParticipant>()];
        }
    }

    /// <summary>Makes an instance that lives as long as the role.</summary>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var instance = catalog.Create(kind, name, context);
        if (instance is not (ILifecycleParticipant or IAsyncDisposable or IDisposable)) return instance;
        var isLate = false;
        lock (_lock)
        {
            // A factory may hand the same instance out again.
            if (_instances.Contains(instance, ReferenceEqualityComparer.Instance)) return instance;
            _instances.Add(instance);
            isLate = _sealed;
        }

        if (isLate && instance is ILifecycleParticipant participant) StartLate(participant);
        return instance;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var participant in Enumerable.Reverse(_late)) await participant.StopAsync(CancellationToken.None);
        foreach (var instance in Enumerable.Reverse(_instances))
        {
            if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (instance is IDisposable disposable) disposable.Dispose();
        }
    }

    // A producer that is made while the host runs has its strategy made in a factory that cannot wait. Rare, and off every hot path.
    private void StartLate(ILifecycleParticipant participant)
    {
        participant.StartAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        lock (_lock) _late.Add(participant);
    }
}
