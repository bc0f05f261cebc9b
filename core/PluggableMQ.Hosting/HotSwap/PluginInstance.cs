using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Something that a plugin made, from its start to its disposal. Afterwards nothing of the plugin is held, whoever still holds this.</summary>
internal sealed class PluginInstance : ILifecycleParticipant
{
    private readonly string _text;
    private readonly PluginLease _lease;
    private object? _instance;
    private bool _isStarted;

    /// <summary>Takes an instance over.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="entry">Its plugin.</param>
    /// <param name="lease">Given back when it has been disposed.</param>
    public PluginInstance(object instance, PluginEntry entry, PluginLease lease)
    {
        _instance = instance;
        _lease = lease;
        _text = instance.ToString() ?? lease.Holder;
        Entry = entry;
        Stage = instance is ILifecycleParticipant participant ? participant.Stage : LifecycleStage.Plugins;
        IsParticipant = instance is ILifecycleParticipant;
    }

    /// <summary>What it is used as.</summary>
    public string Use => _lease.Holder;

    /// <summary>Its plugin.</summary>
    public PluginEntry Entry { get; }

    /// <summary>Whether it wants to be started and stopped.</summary>
    public bool IsParticipant { get; }

    /// <inheritdoc/>
    public int Stage { get; }

    /// <summary>Whether it is that instance, which a factory may hand out more than once.</summary>
    public bool Is(object instance) => ReferenceEquals(_instance, instance);

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        using var timer = Entry.Time(PluginPhase.Start, TimeProvider.System);
        _isStarted = true;
        if (_instance is ILifecycleParticipant participant) await participant.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted) return default;
        _isStarted = false;
        return _instance is ILifecycleParticipant participant ? participant.StopAsync(cancellationToken) : default;
    }

    /// <summary>Stops and disposes it, and gives the lease back. The first call does.</summary>
    public async ValueTask ReleaseAsync()
    {
        try
        {
            await StopAsync(CancellationToken.None);
            var instance = Interlocked.Exchange(ref _instance, null);
            if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (instance is IDisposable disposable) disposable.Dispose();
        }
        finally
        {
            _instance = null;
            _lease.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
