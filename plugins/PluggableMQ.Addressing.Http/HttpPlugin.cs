using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Addressing.Http;

/// <summary>Provides the address lookup <c>http</c>.</summary>
public sealed class HttpPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = HttpOptions.Read(context.Options);
        registry.Add(PluginKinds.Addressing, "http", creation => new HttpAddressing(options, creation));
    }
}
