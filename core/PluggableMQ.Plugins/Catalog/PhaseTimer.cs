namespace PluggableMQ.Plugins.Catalog;

/// <summary>Measures how long a phase of a plugin takes, from its making to its disposal.</summary>
internal readonly struct PhaseTimer(PluginEntry entry, PluginPhase phase, TimeProvider clock) : IDisposable
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Adds the time to the plugin's.</summary>
    public void Dispose() => entry.AddTime(phase, clock.GetElapsedTime(_start));
}
