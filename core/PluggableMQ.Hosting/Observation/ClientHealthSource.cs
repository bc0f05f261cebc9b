using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Observation;

/// <summary>Tells how the strategy and the trace dispatcher of a client's producers are, over all of them.</summary>
internal sealed class ClientHealthSource(ClientHealth health, RolePlugins plugins) : IPluginHealthSource
{
    /// <inheritdoc/>
    public IEnumerable<PluginHealth> Collect()
    {
        var settings = plugins.Settings;
        if (NameOf(settings, PluginKinds.QueueSelection) is { } strategy) yield return DescribeSelection(settings, strategy);
        if (NameOf(settings, PluginKinds.Tracing) is { } dispatcher) yield return DescribeTracing(settings, dispatcher);
    }

    /// <inheritdoc/>
    public void Forget(PluginKind kind)
    {
        if (kind == PluginKinds.QueueSelection) health.Selection.Reset();
        else if (kind == PluginKinds.Tracing) health.Tracing.Reset();
    }

    private static string? NameOf(RoleSettings settings, PluginKind kind) => settings.Selections.FirstOrDefault(s => s.Selection.Kind == kind).Selection?.Name;

    private PluginHealth DescribeSelection(RoleSettings settings, string name)
    {
        var selection = health.Selection;
        var counters = new Dictionary<string, long>
        {
            ["fallbacks"] = selection.Throws + selection.ForeignQueues,
            ["throws"] = selection.Throws,
            ["foreignQueues"] = selection.ForeignQueues,
            ["reportThrows"] = selection.ReportThrows,
        };
        var state = HealthRules.StateOf(selection.SinceLastFault);
        var reason = state == PluginHealthState.Healthy ? null : $"Lately: {selection.LastFault}. Round robin chose the queue instead; mend the strategy, or name another one under queueSelection.";
        return HealthRules.Describe(HostRole.Client, settings, PluginKinds.QueueSelection, name, state, reason, counters);
    }

    private PluginHealth DescribeTracing(RoleSettings settings, string name)
    {
        var tracing = health.Tracing;
        var stuck = tracing.Stuck;
        var counters = new Dictionary<string, long> { ["dropped"] = tracing.DroppedRecords, ["failures"] = tracing.Failures, ["stuck"] = stuck };
        var state = stuck > 0 ? PluginHealthState.Degraded : HealthRules.StateOf(tracing.SinceLastFault);
        var reason = state == PluginHealthState.Healthy ? null
            : stuck > 0 ? $"{stuck} producers wait for it for more than 5 seconds; their records are dropped when 1024 wait. Sends go on; see what it waits for."
            : $"{tracing.LastFault} Sends go on, trace records are lost.";
        return HealthRules.Describe(HostRole.Client, settings, PluginKinds.Tracing, name, state, reason, counters);
    }
}
