using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;
using TransportContext = PluggableMQ.Abstractions.Transport.TransportContext;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>The contract of transports. The scheme <c>wss</c> only connects and has no listener to keep it with.</summary>
public sealed class WebSocketContractTests : TransportContract
{
    protected override ITransport Create(TransportContext context) => new PluginHarness(new WebSocketPlugin()).Create(PluginKinds.Transport, "websocket", context);

    // The connection is taken, and the request for a WebSocket has no answer.
    protected override SilentPeer CreateSilent()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return new SilentPeer(TransportEndpoint.Parse(listener.LocalEndPoint!.ToString()!), listener);
    }
}
