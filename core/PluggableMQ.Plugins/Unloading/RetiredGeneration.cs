using System.Runtime.CompilerServices;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Unloading;

/// <summary>A generation of a plugin that a newer one, or another choice of the operator's, took out of service.</summary>
public sealed class RetiredGeneration
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly long _retiredAt;
    private PluginGeneration? _generation;
    private WeakReference? _code;
    private IReadOnlyList<string> _codeHolders = [];

    internal RetiredGeneration(PluginEntry entry, PluginGeneration generation, TimeProvider clock)
    {
        PluginId = entry.Id;
        Version = entry.Version?.ToString();
        Number = generation.Number;
        _generation = generation;
        _clock = clock;
        _retiredAt = clock.GetTimestamp();
        RetiredAt = clock.GetUtcNow();
    }

    /// <summary>The plugin.</summary>
    public string PluginId { get; }

    /// <summary>The version of that generation, or null when it has none.</summary>
    public string? Version { get; }

    /// <summary>Which generation of the plugin it was.</summary>
    public int Number { get; }

    /// <summary>When it was taken out of service.</summary>
    public DateTimeOffset RetiredAt { get; }

    /// <summary><see cref="PluginStatus.Unloading"/> while requests that began with it end, then <see cref="PluginStatus.Unloaded"/>, or
    /// <see cref="PluginStatus.UnloadPending"/> as long as something uses it for longer than a request takes, or holds its code.</summary>
    public PluginStatus Status { get; private set; } = PluginStatus.Unloading;

    /// <summary>How long ago it was taken out of service.</summary>
    public TimeSpan Age => _clock.GetElapsedTime(_retiredAt);

    /// <summary>Who, as far as the host knows, keeps it from being unloaded: those who still use it, or what its assemblies do that
    /// holds code in memory. Empty once it is unloaded.</summary>
    public IReadOnlyList<string> Holders
    {
        get
        {
            if (Status == PluginStatus.Unloaded) return [];
            if (_generation?.Holders is { Count: > 0 } holders) return holders;
            return Volatile.Read(ref _generation) is not null ? ["its own disposal, which has not ended"] : _codeHolders;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{PluginId} {Version}#{Number}";

    /// <summary>The shadow copy of its code; null when no code goes with it.</summary>
    internal string? Folder { get; private set; }

    /// <summary>Whether its code can be unloaded at all.</summary>
    internal bool IsCollectible { get; private set; }

    /// <summary>Whether its code is gone. Any thread.</summary>
    internal bool IsCollected => _code is not { IsAlive: true };

    /// <summary>Whether its last user is gone.</summary>
    internal bool IsLeaving { get; private set; }

    /// <summary>Sets the status of one that was let go.</summary>
    internal void SetStatus(PluginStatus status, IReadOnlyList<string>? codeHolders = null)
    {
        // In this order: who reads the status finds the holders that go with it.
        _codeHolders = codeHolders ?? [];
        Status = status;
    }

    /// <summary>The last user is gone.</summary>
    internal void BeginLeaving()
    {
        lock (_lock)
        {
            IsLeaving = true;
            Status = PluginStatus.Unloading;
        }
    }

    /// <summary>Notes that a step takes too long: the end of its uses, or of its own disposal. False when that step is over.</summary>
    internal bool TryReportStuck(bool isLeaving)
    {
        lock (_lock)
        {
            if (IsLeaving != isLeaving || _generation is null) return false;
            Status = PluginStatus.UnloadPending;
            return true;
        }
    }

    /// <summary>Disposes the generation and keeps no more than a weak reference to its code.</summary>
    internal async Task LetGoAsync(Action<Exception> onFailed)
    {
        await DisposeGenerationAsync(onFailed);
        lock (_lock)
        {
            _generation = null;
            Status = PluginStatus.Unloading;
        }
    }

    // Apart, so that the state machine which stays behind holds nothing of the generation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DisposeGenerationAsync(Action<Exception> onFailed)
    {
        if (_generation!.IsLastOfItsCode) NoteCode(_generation.Loaded!);
        try
        {
            await _generation.DisposeAsync();
        }
        catch (Exception e)
        {
            onFailed(e);
        }
    }

    private void NoteCode(LoadedContext loaded)
    {
        _code = new WeakReference(loaded.Context);
        Folder = loaded.Folder;
        IsCollectible = loaded.Context.IsCollectible;
    }
}
