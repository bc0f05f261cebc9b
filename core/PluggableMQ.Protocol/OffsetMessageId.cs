using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PluggableMQ.Protocol;

/// <summary>The message id that names a place: the broker's address and the commit log offset, in upper-case hex.</summary>
/// <remarks>Java makes it in <c>MessageDecoder.createMessageId</c>.</remarks>
public static class OffsetMessageId
{
    /// <summary>The most characters that an id has (IPv6).</summary>
    public const int MaxLength = (HostBytes.LengthV6 + 8) * 2;

    private const int LengthV4 = (HostBytes.LengthV4 + 8) * 2;

    /// <summary>Makes an id.</summary>
    /// <param name="storeHost">The broker's address.</param>
    /// <param name="physicalOffset">The record's commit log offset.</param>
    /// <returns>32 characters, or 56 with an IPv6 address.</returns>
    public static string Create(IPEndPoint storeHost, long physicalOffset)
    {
        Span<byte> bytes = stackalloc byte[HostBytes.LengthV6 + 8];
        return Convert.ToHexString(bytes[..Fill(bytes, storeHost, physicalOffset)]);
    }

    /// <summary>Writes an id as text, without allocating.</summary>
    /// <param name="target">Receives ASCII; <see cref="MaxLength"/> bytes are enough.</param>
    /// <param name="storeHost">The broker's address.</param>
    /// <param name="physicalOffset">The record's commit log offset.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when the target is too short.</returns>
    public static bool TryWrite(Span<byte> target, IPEndPoint storeHost, long physicalOffset, out int written)
    {
        Span<byte> bytes = stackalloc byte[HostBytes.LengthV6 + 8];
        return Convert.TryToHexString(bytes[..Fill(bytes, storeHost, physicalOffset)], target, out written);
    }

    /// <summary>Takes an id apart.</summary>
    /// <param name="id">The text; hex digits of either case.</param>
    /// <param name="storeHost">The broker's address.</param>
    /// <param name="physicalOffset">The record's commit log offset.</param>
    /// <returns>False when the text is not an offset message id (a unique id of a client is not one, though it may look like one).</returns>
    public static bool TryParse([NotNullWhen(true)] string? id, [NotNullWhen(true)] out IPEndPoint? storeHost, out long physicalOffset)
    {
        storeHost = null;
        physicalOffset = 0;
        if (id is null || id.Length is not (LengthV4 or MaxLength)) return false;
        Span<byte> bytes = stackalloc byte[id.Length / 2];
        if (Convert.FromHexString(id, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[^12..]) is < IPEndPoint.MinPort or > IPEndPoint.MaxPort) return false;
        storeHost = HostBytes.Read(bytes[..^8]);
        physicalOffset = BinaryPrimitives.ReadInt64BigEndian(bytes[^8..]);
        return true;
    }

    private static int Fill(Span<byte> bytes, IPEndPoint storeHost, long physicalOffset)
    {
        var length = HostBytes.Write(storeHost, bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[length..], physicalOffset);
        return length + 8;
    }
}
