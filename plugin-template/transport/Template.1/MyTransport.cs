using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace Template._1;

/// <summary>Listens and connects on plain TCP sockets. Put what is particular to yours (TLS, another socket) where the sockets are made.</summary>
internal sealed class MyTransport(MyTransportOptions options) : ITransport
{
    /// <inheritdoc/>
    public string Scheme => "my-transport";

    /// <inheritdoc/>
    public async ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(await ResolveAsync(endpoint, cancellationToken), endpoint.Port));
            socket.Listen();
            return new MyTransportListener(socket, endpoint with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port }, options);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new TransportException($"{endpoint} is in use; choose another port, or 0 for a free one.", endpoint, e)
                : new TransportException($"Cannot listen at {endpoint}: {e.Message}. Choose an address of this machine.", endpoint, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A name may stand for several addresses, localhost for ::1 and 127.0.0.1: it tries one after the other.
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            socket.NoDelay = true;
            return new MyTransportConnection(socket, options);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new TransportException($"Cannot connect to {endpoint}: {e.Message}. Does a server listen there?", endpoint, e);
        }
        catch
        {
            // The time ran out: a half-open connection is closed.
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<IPAddress> ResolveAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Host is "*" or "0.0.0.0") return IPAddress.Any;
        if (IPAddress.TryParse(endpoint.Host, out var address)) return address;
        return (await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken))[0];
    }
}
