using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Addressing.Dns;

/// <summary>Provides the address lookup <c>dns</c>.</summary>
public sealed class DnsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = DnsOptions.Read(context.Options);
        registry.Add(PluginKinds.Addressing, "dns", creation => new DnsAddressing(options, creation.LoggerFactory));
    }
}
