using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace PluggableMQ.Protocol;

/// <summary>Makes the ids that a client gives its messages (<c>MessageClientIDSetter</c>): address, process, generator, time, counter.</summary>
/// <remarks>
/// Thread-safe. Ids of one generator differ for 65536 ids a millisecond; those of two generators of one process by a random part.
/// </remarks>
public sealed class UniqueIdGenerator
{
    // A clock that runs back across the month's start gives a small negative time, which Java takes for zero.
    private const long TolerableSetback = -1_000_000;

    private readonly TimeProvider _clock;
    private readonly string _prefix;
    private Month _month;
    private int _counter;

    /// <summary>Makes a generator.</summary>
    /// <param name="clock">The clock; its local time zone decides when a month begins.</param>
    /// <param name="address">This machine's address, see <see cref="ChooseAddress"/>; null to make one up from the time.</param>
    public UniqueIdGenerator(TimeProvider clock, IPAddress? address)
    {
        _clock = clock;
        var now = clock.GetUtcNow();
        Span<byte> bytes = stackalloc byte[22];
        var length = 4;
        if (address is null) BinaryPrimitives.WriteInt32BigEndian(bytes, (int)now.ToUnixTimeMilliseconds());
        else (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[length..], (ushort)Environment.ProcessId);
        RandomNumberGenerator.Fill(bytes.Slice(length + 2, 4));
        _prefix = Convert.ToHexString(bytes[..(length + 6)]);
        _month = GetMonth(now);
    }

    /// <summary>Makes an id.</summary>
    /// <returns>Upper-case hex: 32 characters, or 56 when the address is IPv6.</returns>
    public string CreateUniqueId()
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var month = _month;
        if (now >= month.End) _month = month = GetMonth(DateTimeOffset.FromUnixTimeMilliseconds(now));
        var time = now - month.Start;
        if (time is < 0 and > TolerableSetback) time = 0;
        var counter = (ushort)(Interlocked.Increment(ref _counter) - 1);
        return string.Create(_prefix.Length + 12, (_prefix, Time: (int)time, Counter: counter), static (id, part) =>
        {
            part._prefix.CopyTo(id);
            part.Time.TryFormat(id[part._prefix.Length..], out _, "X8");
            part.Counter.TryFormat(id[(part._prefix.Length + 8)..], out _, "X4");
        });
    }

    /// <summary>Chooses an address as Java does: the first public one, else the first private IPv4 one.</summary>
    /// <param name="addresses">The addresses of all interfaces, in the system's order.</param>
    /// <returns>The address, or null when there is none of these.</returns>
    public static IPAddress? ChooseAddress(IEnumerable<IPAddress> addresses)
    {
        IPAddress? privateAddress = null;
        Span<byte> bytes = stackalloc byte[16];
        foreach (var address in addresses)
        {
            address.TryWriteBytes(bytes, out var length);
            if (length == 16)
            {
                if (!address.IsIPv6LinkLocal && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback)) return address;
            }
            else if (!IsPrivate(bytes)) return address;
            else privateAddress ??= address;
        }

        return privateAddress;
    }

    // Loopback does not count as private here, so it can win: a peculiarity of Java's that keeps the ids' form the same.
    private static bool IsPrivate(ReadOnlySpan<byte> address) => address[0] switch
    {
        10 => true,
        172 => address[1] is >= 16 and <= 31,
        192 => address[1] == 168,
        _ => false,
    };

    private Month GetMonth(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, _clock.LocalTimeZone);
        var first = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return new Month(ToUnixTime(first), ToUnixTime(first.AddMonths(1)));
    }

    private long ToUnixTime(DateTime local) => new DateTimeOffset(local, _clock.LocalTimeZone.GetUtcOffset(local)).ToUnixTimeMilliseconds();

    private sealed record Month(long Start, long End);
}
