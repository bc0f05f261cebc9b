using System.Net;
using System.Net.Sockets;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A listening socket without any of the remoting code.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RawServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public string Address => _listener.LocalEndPoint!.ToString()!;

    public async Task<RawPeer> AcceptAsync() => new(await _listener.AcceptAsync());

    public void Dispose() => _listener.Dispose();
}
