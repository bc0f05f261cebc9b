using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Observation;

/// <summary>Tells how a role's address lookup is: what came of the last time it was asked. From any thread.</summary>
internal sealed class AddressingHealthSource(HostRole role, RolePlugins plugins, TimeProvider clock) : IPluginHealthSource
{
    private readonly Lock _lock = new();
    private long _lookups;
    private long _failures;
    private string? _lastFailure;
    private long _lastFailureAt;
    private bool _hasFound;

    /// <summary>Makes a lookup that is watched over.</summary>
    public ITopAddressing Create(TopAddressingContext context) => new WatchedAddressing(plugins.CreateAddressing(context), Note);

    /// <inheritdoc/>
    public IEnumerable<PluginHealth> Collect()
    {
        var settings = plugins.Settings;
        if (settings.Selections.FirstOrDefault(s => s.Selection.Kind == PluginKinds.Addressing).Selection?.Name is { } name) yield return Describe(settings, name);
    }

    /// <inheritdoc/>
    public void Forget(PluginKind kind)
    {
        if (kind != PluginKinds.Addressing) return;
        lock (_lock)
        {
            (_lookups, _failures) = (0, 0);
            _lastFailure = null;
        }
    }

    private void Note(int found, string? failure)
    {
        lock (_lock)
        {
            // A broker may be meant to have no NameServer; but addresses do not go by themselves.
            _hasFound |= found > 0;
            if (found == 0 && _hasFound) failure ??= "it found no address";
            _lookups++;
            // It is asked every two minutes: a failure counts until it gave an answer again.
            _lastFailure = failure;
            if (failure is null) return;
            _failures++;
            _lastFailureAt = clock.GetTimestamp();
        }
    }

    private PluginHealth Describe(RoleSettings settings, string name)
    {
        lock (_lock)
        {
            var counters = new Dictionary<string, long> { ["lookups"] = _lookups, ["failures"] = _failures };
            var reason = _lastFailure is null ? null
                : $"The last lookup failed {clock.GetElapsedTime(_lastFailureAt).TotalSeconds:0} s ago: {_lastFailure.TrimEnd('.')}. The addresses in force are kept; see what it asks.";
            var state = reason is null ? PluginHealthState.Healthy : PluginHealthState.Degraded;
            return HealthRules.Describe(role, settings, PluginKinds.Addressing, name, state, reason, counters);
        }
    }
}
