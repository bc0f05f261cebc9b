using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.QueueSelection.RoundRobin;

/// <summary>Provides the queue selection <c>round-robin</c>.</summary>
public sealed class RoundRobinPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.QueueSelection, "round-robin", static _ => new RoundRobinStrategy());
}
