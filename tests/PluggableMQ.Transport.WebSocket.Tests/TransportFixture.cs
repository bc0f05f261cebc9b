using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>Configures the plugin as a host does and makes one of its two transports.</summary>
internal static class TransportFixture
{
    public static ITransport Make(params (string Key, string Value)[] options) => Make("websocket", options);

    public static ITransport Make(string name, (string Key, string Value)[] options)
        => new PluginHarness(new WebSocketPlugin(), options).Create(PluginKinds.Transport, name, new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
}
