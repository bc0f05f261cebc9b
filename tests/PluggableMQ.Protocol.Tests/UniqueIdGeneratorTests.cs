using System.Globalization;
using System.Net;

namespace PluggableMQ.Protocol.Tests;

public sealed class UniqueIdGeneratorTests
{
    private static readonly TimeZoneInfo EastOfGreenwich = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(8), "test", "test");

    [Theory]
    [InlineData("192.168.1.2", 32, "C0A80102")]
    [InlineData("::ffff:192.168.1.2", 32, "C0A80102")]
    [InlineData("2001:db8::5", 56, "20010DB8000000000000000000000005")]
    public void CreateUniqueId_Address_BeginsWithIt(string address, int length, string prefix)
    {
        var id = new UniqueIdGenerator(TimeProvider.System, IPAddress.Parse(address)).CreateUniqueId();
        Assert.Equal(length, id.Length);
        Assert.StartsWith(prefix + ((ushort)Environment.ProcessId).ToString("X4", CultureInfo.InvariantCulture), id, StringComparison.Ordinal);
        Assert.All(id, character => Assert.Contains(character, "0123456789ABCDEF"));
    }

    [Fact]
    public void CreateUniqueId_NoAddress_MakesOneUpFromTheTime()
    {
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeMilliseconds(0x18BCFE56800));
        Assert.StartsWith("CFE56800", new UniqueIdGenerator(clock, null).CreateUniqueId(), StringComparison.Ordinal);
    }

    [Fact]
    public void CreateUniqueId_Time_CountsFromTheStartOfTheLocalMonth()
    {
        // 20 h UTC on the last day of May is 4 h on the first of June, eight hours further east.
        var clock = new ManualClock(new DateTimeOffset(2026, 5, 31, 20, 0, 0, 5, TimeSpan.Zero));
        var generator = new UniqueIdGenerator(clock, IPAddress.Loopback);
        Assert.Equal((4 * 3600 * 1000) + 5, GetTime(generator.CreateUniqueId()));
        clock.Now = new DateTimeOffset(2026, 6, 30, 15, 59, 59, 999, TimeSpan.Zero);
        Assert.Equal((30L * 86400 * 1000) - 1, GetTime(generator.CreateUniqueId()));
        clock.Now = clock.Now.AddMilliseconds(1);
        Assert.Equal(0, GetTime(generator.CreateUniqueId()));
        clock.Now = clock.Now.AddSeconds(-1);
        Assert.Equal(0, GetTime(generator.CreateUniqueId()));
    }

    [Fact]
    public void CreateUniqueId_Counter_WrapsAt16Bits()
    {
        var generator = new UniqueIdGenerator(new ManualClock(DateTimeOffset.UnixEpoch), IPAddress.Loopback);
        for (var expected = 0; expected < 65536; expected++)
            Assert.Equal(expected, int.Parse(generator.CreateUniqueId().AsSpan(28), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.EndsWith("0000", generator.CreateUniqueId(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateUniqueId_ManyThreads_AllDiffer()
    {
        var generator = new UniqueIdGenerator(TimeProvider.System, IPAddress.Loopback);
        var tasks = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5000).Select(_ => generator.CreateUniqueId()).ToList()));
        var batches = await Task.WhenAll(tasks);
        Assert.Equal(40000, batches.SelectMany(ids => ids).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void CreateUniqueId_TwoGenerators_Differ()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        Assert.NotEqual(new UniqueIdGenerator(clock, IPAddress.Loopback).CreateUniqueId(), new UniqueIdGenerator(clock, IPAddress.Loopback).CreateUniqueId());
    }

    [Theory]
    [InlineData("127.0.0.1,10.0.0.1", "127.0.0.1")]
    [InlineData("10.0.0.1,192.168.0.1,8.8.8.8", "8.8.8.8")]
    [InlineData("10.0.0.1,2001:db8::1", "2001:db8::1")]
    [InlineData("::1,fe80::1,172.16.0.1,10.0.0.1", "172.16.0.1")]
    [InlineData("172.32.0.1,172.31.0.1", "172.32.0.1")]
    [InlineData("::1,fe80::1", null)]
    [InlineData("", null)]
    public void ChooseAddress_Addresses_PrefersTheFirstPublicOne(string addresses, string? expected)
    {
        var chosen = UniqueIdGenerator.ChooseAddress(addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse));
        Assert.Equal(expected, chosen?.ToString());
    }

    private static long GetTime(string id) => uint.Parse(id.AsSpan(20, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private sealed class ManualClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override TimeZoneInfo LocalTimeZone => EastOfGreenwich;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
