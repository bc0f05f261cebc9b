using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Provides the transports <c>websocket</c> (scheme <c>ws</c>) and <c>websocket-tls</c> (scheme <c>wss</c>, for connecting only).</summary>
public sealed class WebSocketPlugin : IPlugin
{
    private const string Name = "websocket";
    private const string TlsName = "websocket-tls";

    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        var options = WebSocketTransportOptions.Read(context.Options);
        var failures = options.Validate();
        if (failures.Count > 0) throw new PluginConfigurationException(failures);
        registry.Add(
            PluginKinds.Transport, Name,
            creation => new WebSocketTransport(WebSocketAddress.Plain, options, creation.LoggerFactory, creation.Clock));
        registry.Add(
            PluginKinds.Transport, TlsName,
            creation => new WebSocketTransport(WebSocketAddress.Tls, options, creation.LoggerFactory, creation.Clock));
    }
}
