using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Plugins.Loading;

/// <summary>A plugin that was loaded: its context (none when it was compiled in), its entry point and what it registered.</summary>
internal sealed class PluginGeneration(PluginLoadContext? context, IPlugin plugin, IReadOnlyList<PluginRegistration> registrations, CancellationTokenSource stopping)
    : IAsyncDisposable
{
    /// <summary>The load context; null when the plugin was compiled in.</summary>
    public PluginLoadContext? Context { get; } = context;

    /// <summary>What it registered.</summary>
    public IReadOnlyList<PluginRegistration> Registrations { get; } = registrations;

    /// <summary>Tells the plugin to stop, disposes it if it can be, and lets its context go.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            if (plugin is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (plugin is IDisposable disposable) disposable.Dispose();
        }
        finally
        {
            stopping.Dispose();
            if (Context is { IsCollectible: true }) Context.Unload();
        }
    }
}
