using System.Globalization;

namespace PluggableMQ.Client.Administration;

/// <summary>The time inside a unique id (<c>MessageClientIDSetter.getNearlyTimeFromID</c>).</summary>
internal static class UniqueIdTime
{
    private const int CharsV6 = 56;

    /// <summary>A store time that no message with this id can be earlier than; 0 when the text is no such id.</summary>
    public static long GetEarliest(string id, TimeProvider clock)
    {
        // Address, process and loader come before it: 10 bytes, or 22 with an IPv6 address.
        var at = id.Length == CharsV6 ? 44 : 20;
        if (id.Length < at + 8 || !uint.TryParse(id.AsSpan(at, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sinceMonth)) return 0;
        var now = clock.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone);
        var month = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var time = ToUnixTime(month, clock) + sinceMonth;
        // The id does not say which month: a time to come belongs to the month before.
        if (time >= now.ToUnixTimeMilliseconds()) time = ToUnixTime(month.AddMonths(-1), clock) + sinceMonth;
        return Math.Max(time - 1_000, 0);
    }

    private static long ToUnixTime(DateTime local, TimeProvider clock)
        => new DateTimeOffset(local, clock.LocalTimeZone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
}
