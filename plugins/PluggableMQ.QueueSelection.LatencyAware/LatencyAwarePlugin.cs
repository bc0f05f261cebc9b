using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>Provides the queue selection <c>latency-aware</c>.</summary>
public sealed class LatencyAwarePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = LatencyAwareOptions.Read(context.Options);
        registry.Add(PluginKinds.QueueSelection, "latency-aware", creation => new LatencyAwareStrategy(options, creation));
    }
}
