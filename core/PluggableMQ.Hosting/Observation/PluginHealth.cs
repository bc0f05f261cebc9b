namespace PluggableMQ.Hosting.Observation;

/// <summary>How one extension in use is doing.</summary>
/// <param name="Role">The role that uses it, for example <c>broker</c>.</param>
/// <param name="PluginId">The plugin that provides it.</param>
/// <param name="Kind">The kind, for example <c>rpcHook</c>.</param>
/// <param name="Name">The short name, for example <c>metrics</c>.</param>
/// <param name="State">How it is.</param>
/// <param name="Reason">Why it is not healthy and what to do; null when it is.</param>
/// <param name="Counters">What was counted since it was put into use, by name (<c>failures</c>, <c>timeouts</c>, <c>fallbacks</c>, <c>dropped</c>, ...).</param>
public sealed record PluginHealth(
    string Role, string PluginId, string Kind, string Name, PluginHealthState State, string? Reason, IReadOnlyDictionary<string, long> Counters);

/// <summary>How an extension is.</summary>
public enum PluginHealthState
{
    /// <summary>It does what it should.</summary>
    Healthy = 0,

    /// <summary>It failed lately; the host works around it.</summary>
    Degraded,

    /// <summary>It failed so often that it was switched off for a while.</summary>
    SwitchedOff,
}
