using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>A Unix socket's address that always has the full length.</summary>
/// <remarks>.NET gives the address of an accepted peer as much room as the listener's own address takes. With
/// <see cref="UnixDomainSocketEndPoint"/>, a peer whose name is longer than the listener's path ends the process with an unhandled exception
/// on a thread of the socket engine.</remarks>
internal sealed class UnixPeer : EndPoint
{
    // sockaddr_un on Linux: two bytes of family, 108 of path.
    private const int Length = 110;
    private const int PathStart = 2;

    private UnixPeer(ReadOnlyMemory<byte> name) => Name = name;

    /// <summary>Makes the address of a file.</summary>
    public UnixPeer(string path) => Name = Encoding.UTF8.GetBytes(path);

    /// <summary>A path, an abstract name with its leading zero, or nothing.</summary>
    public ReadOnlyMemory<byte> Name { get; }

    /// <inheritdoc/>
    public override AddressFamily AddressFamily => AddressFamily.Unix;

    /// <summary>The address to bind: this class where its layout is the system's.</summary>
    public static EndPoint For(string path) => OperatingSystem.IsLinux() ? new UnixPeer(path) : new UnixDomainSocketEndPoint(path);

    /// <inheritdoc/>
    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily.Unix, Length);
        Name.Span.CopyTo(address.Buffer.Span[PathStart..]);
        return address;
    }

    /// <inheritdoc/>
    public override EndPoint Create(SocketAddress socketAddress)
    {
        var size = Math.Min(socketAddress.Size, Length);
        return new UnixPeer(size <= PathStart ? default : socketAddress.Buffer[PathStart..size].ToArray());
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Name.Span.TrimEnd((byte)0)).Replace('\0', '@');
}
