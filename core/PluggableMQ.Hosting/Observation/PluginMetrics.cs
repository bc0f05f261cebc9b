using System.Diagnostics.Metrics;

namespace PluggableMQ.Hosting.Observation;

/// <summary>The health of a role's plugins for <c>System.Diagnostics.Metrics</c>: meter <c>PluggableMQ.Plugins</c>. Read when somebody
/// looks; costs nothing otherwise.</summary>
internal sealed class PluginMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PluggableMQ.Plugins";

    // Gone up and down, unlike the others.
    private const string Stuck = "stuck";

    private readonly Meter _meter = new(MeterName);
    private readonly IReadOnlyList<IPluginHealthSource> _sources;

    /// <param name="sources">Those of the role.</param>
    public PluginMetrics(IEnumerable<IPluginHealthSource> sources)
    {
        _sources = [.. sources];
        _meter.CreateObservableGauge(
            "pluggablemq.plugin.state", () => Collect().Select(h => new Measurement<int>((int)h.State, Tags(h))), null, "0 healthy, 1 degraded, 2 switched off.");
        _meter.CreateObservableUpDownCounter(
            "pluggablemq.plugin.stuck", () => Collect().Where(h => h.Counters.ContainsKey(Stuck)).Select(h => new Measurement<long>(h.Counters[Stuck], Tags(h))),
            "{producer}", "Producers that wait for a trace dispatcher which does not come back.");
        _meter.CreateObservableCounter(
            "pluggablemq.plugin.events",
            () => Collect().SelectMany(h => h.Counters.Where(c => c.Key != Stuck).Select(c => new Measurement<long>(c.Value, [.. Tags(h), new("event", c.Key)]))),
            "{event}", "What an extension did wrong or refused, by event: failures, timeouts, fallbacks, dropped and the like.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<PluginHealth> Collect() => _sources.SelectMany(s => s.Collect());

    private static KeyValuePair<string, object?>[] Tags(PluginHealth health)
        => [new("role", health.Role), new("plugin", health.PluginId), new("kind", health.Kind), new("name", health.Name)];
}
