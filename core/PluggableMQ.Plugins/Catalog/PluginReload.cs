namespace PluggableMQ.Plugins.Catalog;

/// <summary>What came of an attempt to exchange a plugin while the host runs.</summary>
/// <param name="At">When.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why it was not exchanged, and what to do; null when it was.</param>
public sealed record PluginReload(DateTimeOffset At, PluginReloadOutcome Outcome, string? Reason);

/// <summary>What came of an attempt to exchange a plugin.</summary>
public enum PluginReloadOutcome
{
    /// <summary>The new generation serves.</summary>
    Swapped = 0,

    /// <summary>The new one could not be used; the old generation goes on serving.</summary>
    Failed,

    /// <summary>What it provides cannot be exchanged while the host runs.</summary>
    NeedsRestart,
}
