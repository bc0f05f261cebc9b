using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PluggableMQ.Protocol;

/// <summary>An address as records and offset message ids hold it: 4 or 16 bytes of IP, 4 bytes of port.</summary>
internal static class HostBytes
{
    /// <summary>The length of an IPv4 address with its port.</summary>
    public const int LengthV4 = 8;

    /// <summary>The length of an IPv6 address with its port.</summary>
    public const int LengthV6 = 20;

    /// <summary>Whether an address takes the long form; IPv4 in IPv6's clothes (dual-mode sockets report that) does not.</summary>
    public static bool IsV6(IPEndPoint host) => host.AddressFamily == AddressFamily.InterNetworkV6 && !host.Address.IsIPv4MappedToIPv6;

    /// <summary>The length of an address.</summary>
    public static int GetLength(IPEndPoint host) => IsV6(host) ? LengthV6 : LengthV4;

    /// <summary>Writes an address and returns its length.</summary>
    public static int Write(IPEndPoint host, Span<byte> target)
    {
        var length = GetLength(host);
        Span<byte> address = stackalloc byte[16];
        host.Address.TryWriteBytes(address, out var written);
        address.Slice(length == LengthV4 ? written - 4 : 0, length - 4).CopyTo(target);
        BinaryPrimitives.WriteInt32BigEndian(target[(length - 4)..], host.Port);
        return length;
    }

    /// <summary>Reads an address of 8 or 20 bytes. A port out of range reads as 0: it is only shown to people.</summary>
    public static IPEndPoint Read(ReadOnlySpan<byte> source)
    {
        var port = BinaryPrimitives.ReadInt32BigEndian(source[^4..]);
        return new IPEndPoint(new IPAddress(source[..^4]), port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? port : 0);
    }
}
