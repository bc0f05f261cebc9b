using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Transport.Tcp;

/// <summary>Provides the transport <c>tcp</c>.</summary>
public sealed class TcpTransportPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = TcpTransportOptions.Read(context.Options);
        var failures = options.Validate();
        if (failures.Count > 0) throw new PluginConfigurationException(failures);
        registry.Add(
            PluginKinds.Transport, TcpTransport.SchemeName, creation => new TcpTransport(options, creation.LoggerFactory, creation.Clock));
    }
}
