using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Observation;

/// <summary>Tells how the strategy and the trace dispatcher of a client's producers are, over all of them.</summary>
internal sealed class ClientHealthSource(ClientHealth health, OperatorManifest manifest, RoleSettings settings) : IPluginHealthSource
{
    /// <inheritdoc/>
    public IEnumerable<PluginHealth> Collect()
    {
        yield return DescribeSelection();
        if (manifest.Tracing != OperatorManifest.None) yield return DescribeTracing();
    }

    private PluginHealth DescribeSelection()
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
        return HealthRules.Describe(HostRole.Client, settings, PluginKinds.QueueSelection, manifest.QueueSelection, state, reason, counters);
    }

    private PluginHealth DescribeTracing()
    {
        var tracing = health.Tracing;
        var stuck = tracing.Stuck;
        var counters = new Dictionary<string, long> { ["dropped"] = tracing.DroppedRecords, ["failures"] = tracing.Failures, ["stuck"] = stuck };
        var state = stuck > 0 ? PluginHealthState.Degraded : HealthRules.StateOf(tracing.SinceLastFault);
        var reason = state == PluginHealthState.Healthy ? null
            : stuck > 0 ? $"{stuck} producers wait for it for more than 5 seconds; their records are dropped when 1024 wait. Sends go on; see what it waits for."
            : $"{tracing.LastFault} Sends go on, trace records are lost.";
        return HealthRules.Describe(HostRole.Client, settings, PluginKinds.Tracing, manifest.Tracing, state, reason, counters);
    }
}
