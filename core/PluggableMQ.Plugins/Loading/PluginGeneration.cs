using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Loading;

/// <summary>A plugin that was loaded: its entry point, what it registered and who uses that. A plugin that changes gets another generation.</summary>
/// <remarks>Retired, it serves those who have a lease on it until they give it back; then it is disposed and its code is let go. Thread-safe.</remarks>
internal sealed class PluginGeneration
{
    private readonly Lock _lock = new();
    private readonly List<PluginLease> _leases = [];
    private readonly CancellationTokenSource _stopping;
    private LoadedContext? _loaded;
    private IPlugin? _plugin;
    private IReadOnlyList<PluginLease> _requires;
    private Action? _onIdle;

    /// <summary>Makes a generation.</summary>
    /// <param name="id">The plugin's id and version, for texts.</param>
    /// <param name="number">Counts a plugin's generations from 1.</param>
    /// <param name="loaded">Its code; null when it was compiled in.</param>
    /// <param name="plugin">Its entry point, configured.</param>
    /// <param name="registrations">What that registered.</param>
    /// <param name="options">The options that it was configured with.</param>
    /// <param name="requires">Leases on the plugins that it requires.</param>
    /// <param name="stopping">Cancelled when it is about to go.</param>
    public PluginGeneration(
        string id, int number, LoadedContext? loaded, IPlugin plugin, IReadOnlyList<PluginRegistration> registrations, PluginOptionValues options,
        IReadOnlyList<PluginLease> requires, CancellationTokenSource stopping)
    {
        Id = id;
        Number = number;
        _loaded = loaded;
        _plugin = plugin;
        Registrations = registrations;
        Options = options;
        _requires = requires;
        _stopping = stopping;
    }

    /// <summary>The plugin's id and version.</summary>
    public string Id { get; }

    /// <summary>Which generation of the plugin it is.</summary>
    public int Number { get; }

    /// <summary>What it registered.</summary>
    public IReadOnlyList<PluginRegistration> Registrations { get; private set; }

    /// <summary>The options that it was configured with.</summary>
    public PluginOptionValues Options { get; }

    /// <summary>Its code; null when it was compiled in, or is gone.</summary>
    public LoadedContext? Loaded => _loaded;

    /// <summary>Whether its code goes with it: no newer generation runs the same code.</summary>
    public bool IsLastOfItsCode => _loaded is { IsShared: false };

    /// <summary>The load context; null when the plugin was compiled in.</summary>
    public PluginLoadContext? Context => _loaded?.Context;

    /// <summary>Who uses it.</summary>
    public IReadOnlyList<string> Holders
    {
        get
        {
            lock (_lock) return [.. _leases.Select(l => l.Holder)];
        }
    }

    /// <summary>Notes a user, who gives the lease back when it is done with all that came from the generation.</summary>
    /// <returns>Null when the generation is already retired.</returns>
    public PluginLease? TryLease(string holder, Action? onReturned = null)
    {
        lock (_lock)
        {
            if (_onIdle is not null) return null;
            var lease = new PluginLease(this, holder, onReturned);
            _leases.Add(lease);
            return lease;
        }
    }

    /// <summary>Gives no further leases; <paramref name="onIdle"/> is called, once, when the last one is back, which may be at once.</summary>
    public void Retire(Action onIdle)
    {
        bool idle;
        lock (_lock)
        {
            if (_onIdle is not null) return;
            _onIdle = onIdle;
            idle = _leases.Count == 0;
        }

        if (idle) onIdle();
    }

    /// <summary>Takes a lease back.</summary>
    internal void Return(PluginLease lease)
    {
        Action? onIdle;
        lock (_lock)
        {
            if (!_leases.Remove(lease)) return;
            onIdle = _leases.Count == 0 ? _onIdle : null;
        }

        onIdle?.Invoke();
    }

    /// <summary>Tells the plugin to stop, disposes it if it can be, and lets go of all that is the plugin's.</summary>
    /// <exception cref="TimeoutException">The plugin's own disposal does not end.</exception>
    /// <exception cref="Exception">Whatever it throws; everything is let go all the same.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _plugin, null) is not { } plugin) return;
        try
        {
            await PluginCall.Begin(() => EndAsync(plugin)).WithinLimit($"The disposal of {Id}");
        }
        finally
        {
            _stopping.Dispose();
            Registrations = [];
            Interlocked.Exchange(ref _loaded, null)?.Release();
            foreach (var lease in Interlocked.Exchange(ref _requires, [])) lease.Dispose();
        }
    }

    private async ValueTask EndAsync(IPlugin plugin)
    {
        await _stopping.CancelAsync();
        if (plugin is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
        else if (plugin is IDisposable disposable) disposable.Dispose();
    }
}
