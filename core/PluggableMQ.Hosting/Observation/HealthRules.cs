using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Observation;

/// <summary>What all sources of health have in common.</summary>
internal static class HealthRules
{
    /// <summary>For how long a fault counts.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    /// <summary>The state of an extension that is in use.</summary>
    public static PluginHealthState StateOf(TimeSpan? sinceLastFault) => sinceLastFault <= Memory ? PluginHealthState.Degraded : PluginHealthState.Healthy;

    /// <summary>Makes an item; the plugin is the one that the role's settings selected for the name.</summary>
    public static PluginHealth Describe(
        HostRole role, RoleSettings settings, PluginKind kind, string name, PluginHealthState state, string? reason, IReadOnlyDictionary<string, long> counters)
    {
        var plugin = settings.Selections.FirstOrDefault(s => s.Selection.Kind == kind && s.Selection.Name == name).Plugin;
        return new PluginHealth(NameOf(role), plugin?.Id ?? "", kind.Name, name, state, reason, counters);
    }

    private static string NameOf(HostRole role) => role switch
    {
        HostRole.NameServer => "nameserver",
        HostRole.Broker => "broker",
        _ => "client",
    };
}
