using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Composition;

/// <summary>What plugins made for a role: remembers what to start, and disposes what can be disposed, the youngest first.</summary>
internal sealed class PluginInstances(PluginCatalog catalog) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<object> _instances = [];

    /// <summary>Those that want to be started and stopped with the host.</summary>
    public IReadOnlyList<ILifecycleParticipant> Participants
    {
        get
        {
            lock (_lock) return [.. _instances.OfType<ILifecycleParticipant>()];
        }
    }

    /// <summary>Makes an instance that lives as long as the role.</summary>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        var instance = catalog.Create(kind, name, context);
        lock (_lock)
        {
            // A factory may hand the same instance out again.
            if (!_instances.Contains(instance, ReferenceEqualityComparer.Instance)) _instances.Add(instance);
        }

        return instance;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Enumerable.Reverse(_instances))
        {
            if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (instance is IDisposable disposable) disposable.Dispose();
        }
    }
}
