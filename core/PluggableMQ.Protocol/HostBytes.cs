using System.Buffers.Binary;
using System.Net;

namespace PluggableMQ.Protocol;

/// <summary>An address as records and offset message ids hold it: 4 or 16 bytes of IP, 4 bytes of port.</summary>
internal static class HostBytes
{
    /// <summary>The length of an IPv4 address with its port.</summary>
    public const int LengthV4 = 8;

    /// <summary>The length of an IPv6 address with its port.</summary>
    public const int LengthV6 = 20;

    /// <summary>The length of an address; IPv4 in IPv6's clothes (dual-mode sockets report that) takes the short form.</summary>
    public static int GetLength(IPEndPoint host)
    {
        Span<byte> address = stackalloc byte[16];
        host.Address.TryWriteBytes(address, out var length);
        return length == 4 || host.Address.IsIPv4MappedToIPv6 ? LengthV4 : LengthV6;
    }

    /// <summary>Writes an address and returns its length.</summary>
    public static int Write(IPEndPoint host, Span<byte> target)
    {
        Span<byte> address = stackalloc byte[16];
        host.Address.TryWriteBytes(address, out var length);
        if (length == 16 && host.Address.IsIPv4MappedToIPv6)
        {
            address = address[12..];
            length = 4;
        }

        address[..length].CopyTo(target);
        BinaryPrimitives.WriteInt32BigEndian(target[length..], host.Port);
        return length + 4;
    }

    /// <summary>Reads an address of 8 or 20 bytes. A port out of range reads as 0: it is only shown to people.</summary>
    public static IPEndPoint Read(ReadOnlySpan<byte> source)
    {
        var port = BinaryPrimitives.ReadInt32BigEndian(source[^4..]);
        return new IPEndPoint(new IPAddress(source[..^4]), port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? port : 0);
    }
}
