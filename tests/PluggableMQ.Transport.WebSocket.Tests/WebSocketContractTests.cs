using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>The contract of transports. The scheme <c>wss</c> only connects and has no listener to keep it with.</summary>
public sealed class WebSocketContractTests : TransportContract
{
    protected override ITransport Create(TransportContext context) => new PluginHarness(new WebSocketPlugin()).Create(PluginKinds.Transport, "websocket", context);
}
