using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.RpcHooks.Metrics;

/// <summary>Provides the RPC hook <c>metrics</c>.</summary>
public sealed class MetricsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = MetricsOptions.Read(context.Options);
        registry.Add(PluginKinds.RpcHook, "metrics", creation => new MetricsHook(options, creation));
    }
}
