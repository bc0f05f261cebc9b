using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Something that a plugin made, from its start to its disposal. Afterwards nothing of the plugin is held, whoever still holds this.</summary>
/// <remarks>The plugin's code runs on threads of its own, and what does not end is waited for no longer than <see cref="PluginCall.Limit"/>.
/// Thread-safe.</remarks>
internal sealed class PluginInstance : ILifecycleParticipant
{
    private readonly Lock _lock = new();
    private readonly PluginLease _lease;
    private string _text;
    private object? _instance;
    private Task? _start;
    private Task? _release;
    private bool _isStopped;

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

    /// <summary>Starts it, once: whoever comes later waits for the same start. One that was released meanwhile is left alone.</summary>
    /// <param name="cancellationToken">Ends the start. One that does not look at it is waited for until the limit, and left behind.</param>
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_start is null && _release is null && _instance is ILifecycleParticipant participant)
            {
                _start = StartAsync(participant, cancellationToken);
            }

            return _start is null ? default : new ValueTask(_start);
        }
    }

    /// <summary>Stops it, once, if it was started.</summary>
    /// <param name="cancellationToken">Ends the caller's grace time, and shortly afterwards the plugin's; without one it has the limit.</param>
    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_start is null || _isStopped || _instance is not ILifecycleParticipant participant) return default;
            _isStopped = true;
            var stop = PluginCall.Begin(() => participant.StopAsync(cancellationToken));
            var what = $"The stop of {What}";
            return new ValueTask(cancellationToken.CanBeCanceled ? WaitAsync(stop, what, cancellationToken) : stop.WithinLimit(what));
        }
    }

    /// <summary>Stops and disposes it, whatever either throws, and gives the lease back. The first call does.</summary>
    /// <param name="onFailed">Hears of each failure.</param>
    /// <returns>A task that ends, and does not fail, when that is done. What does not end is left behind, and keeps its lease.</returns>
    public Task ReleaseAsync(Action<Exception> onFailed)
    {
        lock (_lock) return _release ??= Task.Run(() => ReleaseOnceAsync(_start, onFailed));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private async Task StartAsync(ILifecycleParticipant participant, CancellationToken cancellationToken)
    {
        using var timer = Entry.Time(PluginPhase.Start, TimeProvider.System);
        try
        {
            await WaitAsync(PluginCall.Begin(() => participant.StartAsync(cancellationToken)), $"The start of {What}", cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw PluginException.Failed(Entry, PluginPhase.Start, $"{Use} did not start: {e.GetType().Name}: {e.Message}", e);
        }
    }

    private static async Task WaitAsync(Task call, string what, CancellationToken cancellationToken)
    {
        await call.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await call.WithinLimit(what);
    }

    private static async Task TryAsync(Task step, Action<Exception> onFailed)
    {
        try
        {
            await step;
        }
        catch (Exception e)
        {
            onFailed(e);
        }
    }

    private async Task ReleaseOnceAsync(Task? start, Action<Exception> onFailed)
    {
        // An exchange may come while it starts.
        if (start is not null) await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TryAsync(StopAsync(CancellationToken.None).AsTask(), onFailed);
        var disposal = BeginDisposal();
        await TryAsync(disposal.WithinLimit($"The disposal of {What}"), onFailed);
        if (disposal.IsCompleted) GiveBack();
        else _ = disposal.ContinueWith(_ => GiveBack(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private Task BeginDisposal() => Interlocked.Exchange(ref _instance, null) switch
    {
        IAsyncDisposable instance => PluginCall.Begin(instance.DisposeAsync),
        IDisposable instance => PluginCall.Begin(() =>
        {
            instance.Dispose();
            return default;
        }),
        _ => Task.CompletedTask,
    };

    private void GiveBack()
    {
        // A start that failed has the plugin's exception.
        lock (_lock) _start = null;
        _lease.Dispose();
    }

    private string What => $"{Use}, {Entry},";
}
