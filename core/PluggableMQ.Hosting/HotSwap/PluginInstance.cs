using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Something that a plugin made, from its start to its disposal. Afterwards nothing of the plugin is held, whoever still holds this.</summary>
internal sealed class PluginInstance : ILifecycleParticipant
{
    private readonly PluginLease _lease;
    private string _text;
    private object? _instance;
    private bool _isStarted;

    /// <summary>Takes an instance over. Runs none of the plugin's code.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="entry">Its plugin.</param>
    /// <param name="lease">Given back when it has been disposed.</param>
    public PluginInstance(object instance, PluginEntry entry, PluginLease lease)
    {
        _instance = instance;
        _lease = lease;
        _text = lease.Holder;
        Entry = entry;
        IsParticipant = instance is ILifecycleParticipant;
    }

    /// <summary>What it is used as.</summary>
    public string Use => _lease.Holder;

    /// <summary>Its plugin.</summary>
    public PluginEntry Entry { get; }

    /// <summary>Whether it wants to be started and stopped.</summary>
    public bool IsParticipant { get; }

    /// <inheritdoc/>
    public int Stage { get; private set; } = LifecycleStage.Plugins;

    /// <summary>Asks the instance for its text and its stage, once.</summary>
    /// <exception cref="Exception">Whatever the plugin throws.</exception>
    public void Describe()
    {
        if (_instance is ILifecycleParticipant participant) Stage = participant.Stage;
        _text = _instance?.ToString() ?? _text;
    }

    /// <summary>Whether it is that instance, which a factory may hand out more than once.</summary>
    public bool Is(object instance) => ReferenceEquals(_instance, instance);

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        try
        {
            if (_instance is ILifecycleParticipant participant) await participant.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw PluginException.Failed(Entry, PluginPhase.Start, $"{Use} did not start: {e.GetType().Name}: {e.Message}", e);
        }
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
