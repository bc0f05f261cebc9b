using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>Provides the transport <c>unix</c>.</summary>
public sealed class UnixSocketPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = UnixSocketOptions.Read(context.Options);
        var failures = options.Validate();
        if (failures.Count > 0) throw new PluginConfigurationException(failures);
        registry.Add(
            PluginKinds.Transport, UnixSocketTransport.SchemeName,
            creation => new UnixSocketTransport(options, creation.LoggerFactory, creation.Clock));
    }
}
