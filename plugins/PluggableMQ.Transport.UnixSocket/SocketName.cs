using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>The name of a connecting socket. Sockets of files have no port, but messages record their origin as IP and port: on Linux the
/// connecting side takes an abstract name with a number that nobody else on the machine has, and the accepting side reads it.</summary>
internal static class SocketName
{
    private const string Prefix = "\0pluggablemq/";
    private const int FirstPort = 1024;
    private const int Attempts = 32;

    private static readonly byte[] s_prefix = Encoding.ASCII.GetBytes(Prefix);

    /// <summary>Names a socket that is about to connect; returns its number, or 0 when there is none to be had.</summary>
    public static int Take(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, IPEndPoint.MaxPort + 1);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint(Prefix + port.ToString(CultureInfo.InvariantCulture)));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's; take another.
            }
        }

        return 0;
    }

    /// <summary>The number in a peer's name, or 0.</summary>
    public static int Read(EndPoint? peer)
    {
        if (peer is not UnixPeer { Name: var name } || !name.Span.StartsWith(s_prefix)) return 0;
        return int.TryParse(name.Span[s_prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= FirstPort and <= IPEndPoint.MaxPort ? port : 0;
    }
}
