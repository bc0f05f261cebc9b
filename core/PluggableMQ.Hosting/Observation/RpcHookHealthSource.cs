using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Observation;

/// <summary>Tells how a role's hooks are, by their circuit breakers.</summary>
internal sealed class RpcHookHealthSource(HostRole role, RolePlugins plugins, RpcHookPipeline pipeline) : IPluginHealthSource
{
    /// <inheritdoc/>
    public IEnumerable<PluginHealth> Collect() => pipeline.Entries.Select(Describe);

    private PluginHealth Describe(RpcHookEntry entry)
    {
        var (failures, timeouts, blocked, rejections, skipped) = entry.Counts;
        var counters = new Dictionary<string, long>
        {
            ["failures"] = failures, ["timeouts"] = timeouts, ["blocked"] = blocked, ["rejections"] = rejections, ["skipped"] = skipped,
        };
        var state = entry.State != RpcHookState.On ? PluginHealthState.SwitchedOff : HealthRules.StateOf(entry.SinceLastFault);
        var reason = state switch
        {
            PluginHealthState.Healthy => null,
            PluginHealthState.Degraded => $"{entry.LastFault} {Effect(entry)}",
            _ => $"{entry.LastFault} It failed so often that it is not called for {(entry.State == RpcHookState.Off ? "30 seconds" : "now, but for one request that tries it")}. {Effect(entry)}",
        };
        return HealthRules.Describe(role, plugins.Settings, PluginKinds.RpcHook, entry.Name, state, reason, counters);
    }

    private static string Effect(RpcHookEntry entry) => entry.OnFailure == Abstractions.RpcHooks.RpcHookFailureMode.FailOpen
        ? "Requests pass without it (failOpen). Mend the hook."
        : "Requests are refused meanwhile (failClosed). Mend the hook, take it out of rpcHooks, or set its onFailure to failOpen.";
}
