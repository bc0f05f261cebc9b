using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Addressing.Static;

/// <summary>Provides the address lookup <c>static</c>.</summary>
public sealed class StaticPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = StaticOptions.Read(context.Options);
        registry.Add(PluginKinds.Addressing, "static", creation => new StaticAddressing(options, creation));
    }
}
